// A client that is told no too often holds its own requests back, before they cost the backend anything.
#pragma once

#include <algorithm>
#include <cstdint>

#include "common/Random.h"
#include "common/TimeBuckets.h"
#include "holdfast/Config.h"
#include "holdfast/Time.h"

namespace holdfast {

class AdaptiveThrottle {
 public:
  /// REQUIRES: config.ratio >= 1; config.span is at least 10 ms.
  AdaptiveThrottle(ThrottleConfig config, std::uint64_t seed)
      : config_(config), random_(seed), window_(config.span) {}

  /// Counts a request; false where it is to be held back. What is held back counts too, so that a client
  /// whose requests grow does not get more of them through.
  [[nodiscard]] bool tryAcquire(Time now) {
    const double probability = rejection(now);
    window_.add({1, 0}, now);
    constexpr std::uint64_t kSteps = 1U << 24U;
    return static_cast<double>(random_.next() % kSteps) >= probability * static_cast<double>(kSteps);
  }

  /// The backend took a request, whatever came of it.
  void onAccepted(Time now) { window_.add({0, 1}, now); }

  /// The probability with which the next request is held back, from 0 to less than 1.
  [[nodiscard]] double rejection(Time now) {
    const Counts& counts = window_.totals(now);
    return std::max(0.0, (counts.requests - config_.ratio * counts.accepts) / (counts.requests + 1));
  }

 private:
  struct Counts {
    double requests = 0;
    double accepts = 0;
    constexpr Counts& operator+=(const Counts& more) noexcept {
      requests += more.requests;
      accepts += more.accepts;
      return *this;
    }
    constexpr Counts& operator-=(const Counts& others) noexcept {
      requests -= others.requests;
      accepts -= others.accepts;
      return *this;
    }
  };

  ThrottleConfig config_;
  Random random_;
  TimeBuckets<Counts> window_;
};

}  // namespace holdfast
