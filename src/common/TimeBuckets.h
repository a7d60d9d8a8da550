// Totals of the last so many milliseconds, however much happened in them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "holdfast/Time.h"

namespace holdfast {

/// Ten buckets with running totals: adding costs the same whatever they hold. What is forgotten is forgotten
/// a bucket at a time, so they reach back for nine to ten tenths of the span. REQUIRES: `Totals` can be added
/// and subtracted.
template <typename Totals>
class TimeBuckets {
 public:
  static constexpr int kBuckets = 10;

  /// REQUIRES: span is at least a millisecond for each bucket.
  explicit TimeBuckets(Duration span) : bucketSpan_(span / kBuckets) {}

  /// A time before the newest bucket counts into that one. REQUIRES: now is not before the epoch.
  void add(const Totals& more, Time now) {
    advance(now);
    bucket(newest_) += more;
    totals_ += more;
  }

  /// What is not too old at `now`.
  [[nodiscard]] const Totals& totals(Time now) {
    advance(now);
    return totals_;
  }

 private:
  using Slot = Duration::rep;

  [[nodiscard]] Totals& bucket(Slot slot) { return buckets_[static_cast<std::size_t>(slot % kBuckets)]; }

  void advance(Time now) {
    const Slot slot = now.time_since_epoch() / bucketSpan_;
    // After an idle hour each bucket is emptied once, not once for every span that has passed.
    for (Slot empty = std::max(newest_ + 1, slot - kBuckets + 1); empty <= slot; ++empty) {
      totals_ -= bucket(empty);
      bucket(empty) = {};
    }
    newest_ = std::max(newest_, slot);
  }

  Duration bucketSpan_;
  Slot newest_ = 0;
  Totals totals_{};
  std::array<Totals, kBuckets> buckets_{};
};

}  // namespace holdfast
