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

  /// Spends one retry. False where there is none: try again at nextRefill().
  [[nodiscard]] bool spend(Time now) {
    refill(now);
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

  void onSuccess() { tokens_ = std::min(config_.capacity, tokens_ + config_.perSuccess); }

  /// When the next retry is earned by waiting alone. REQUIRES: spend() was called before.
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
