// A bucket of retries for one origin: it delays retries when most attempts fail, and never blocks for good.
#pragma once

#include <algorithm>
#include <optional>

#include "holdfast/Config.h"
#include "holdfast/Time.h"

namespace holdfast {

class RetryBudget {
 public:
  explicit RetryBudget(RetryBudgetConfig config) : config_(config), tokens_(config.capacity) {}

  /// True where a retry can be paid for. Otherwise: again at nextRefill().
  [[nodiscard]] bool canSpend(Time now) {
    refill(now);
    return tokens_ >= 1;
  }

  /// Spends one retry; false where there is none.
  bool spend(Time now) {
    if (!canSpend(now)) return false;
    tokens_ -= 1;
    return true;
  }

  /// The retry that was paid for succeeded: it was no load that a weak backend would have to be spared.
  void refund() { tokens_ = std::min(config_.capacity, tokens_ + 1); }

  /// Somebody asks for a try: one can be paid for.
  void grant() { tokens_ = std::max(tokens_, 1.0); }

  void onSuccess() { tokens_ = std::min(config_.capacity, tokens_ + config_.perSuccess); }

  /// When the next retry is earned by waiting alone. REQUIRES: canSpend() was called before.
  [[nodiscard]] Time nextRefill() const {
    const double missing = std::max(0.0, 1 - tokens_);
    const double wait = missing * static_cast<double>(config_.refillEvery.count());
    return refilledAt_.value_or(Time{}) + Duration{static_cast<Duration::rep>(wait) + 1};
  }

 private:
  void refill(Time now) {
    if (!refilledAt_) refilledAt_ = now;
    if (now <= *refilledAt_) return;
    const double earned =
        static_cast<double>((now - *refilledAt_).count()) / static_cast<double>(config_.refillEvery.count());
    tokens_ = std::min(config_.capacity, tokens_ + earned);
    refilledAt_ = now;
  }

  RetryBudgetConfig config_;
  double tokens_;
  std::optional<Time> refilledAt_;
};

}  // namespace holdfast
