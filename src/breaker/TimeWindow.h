// The calls of the last so many milliseconds, however many they are.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "breaker/WindowTotals.h"
#include "holdfast/Time.h"

namespace holdfast {

/// Ten buckets with running totals: a call costs the same whatever the window holds. What is forgotten is
/// forgotten a bucket at a time, so the window reaches back for nine to ten tenths of its span.
class TimeWindow {
 public:
  /// REQUIRES: span is at least a millisecond for each bucket.
  explicit TimeWindow(Duration span) : bucketSpan_(span / kBuckets) {}

  void record(bool failed, bool slow, Time now) {
    advance(now);
    bucket(newest_).add(failed, slow);
    totals_.add(failed, slow);
  }

  /// What is not too old at `now`.
  [[nodiscard]] const WindowTotals& totals(Time now) {
    advance(now);
    return totals_;
  }

 private:
  static constexpr int kBuckets = 10;
  using Slot = Duration::rep;

  [[nodiscard]] WindowTotals& bucket(Slot slot) {
    return buckets_[static_cast<std::size_t>(slot % kBuckets)];
  }

  /// A time before the newest bucket counts into that one. REQUIRES: now is not before the epoch.
  void advance(Time now) {
    const Slot slot = now.time_since_epoch() / bucketSpan_;
    // After an idle hour each bucket is emptied once, not once for every span that has passed.
    for (Slot empty = std::max(newest_ + 1, slot - kBuckets + 1); empty <= slot; ++empty) {
      totals_.remove(bucket(empty));
      bucket(empty) = {};
    }
    newest_ = std::max(newest_, slot);
  }

  Duration bucketSpan_;
  Slot newest_ = 0;
  WindowTotals totals_;
  std::array<WindowTotals, kBuckets> buckets_{};
};

}  // namespace holdfast
