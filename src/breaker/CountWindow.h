// The last so many calls of a breaker, none of them older than its span.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "breaker/WindowTotals.h"
#include "holdfast/Time.h"

namespace holdfast {

/// A ring with running totals: a call costs the same whatever the window holds.
class CountWindow {
 public:
  /// REQUIRES: calls > 0.
  CountWindow(std::uint32_t calls, Duration span) : calls_(calls), span_(span) {}

  void record(bool failed, bool slow, Time now) {
    // A breaker that is never used costs nothing.
    if (ring_.empty()) ring_.resize(calls_);
    if (totals_.calls == calls_) dropOldest();
    expire(now);
    const std::size_t next = first_ + totals_.calls;
    ring_[next < calls_ ? next : next - calls_] = {now, failed, slow};
    totals_ += WindowTotals::of(failed, slow);
  }

  /// What is not too old at `now`.
  [[nodiscard]] const WindowTotals& totals(Time now) {
    expire(now);
    return totals_;
  }

 private:
  struct Call {
    Time at{};
    bool failed = false;
    bool slow = false;
  };

  void expire(Time now) {
    while (totals_.calls > 0 && now - ring_[first_].at > span_) dropOldest();
  }

  void dropOldest() {
    const Call& oldest = ring_[first_];
    totals_ -= WindowTotals::of(oldest.failed, oldest.slow);
    if (++first_ == calls_) first_ = 0;
  }

  std::uint32_t calls_;
  Duration span_;
  std::size_t first_ = 0;
  WindowTotals totals_;
  std::vector<Call> ring_;
};

}  // namespace holdfast
