// Pseudo-random numbers from a seed that the host hands in. Good for jitter, not for secrets.
#pragma once

#include <cstdint>

#include "holdfast/Time.h"

namespace holdfast {

/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed gives the same numbers everywhere.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) noexcept : state_(seed) {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  /// Evenly from [low, high]. REQUIRES: low <= high.
  constexpr Duration between(Duration low, Duration high) noexcept {
    const auto span = static_cast<std::uint64_t>((high - low).count()) + 1;
    return low + Duration{static_cast<Duration::rep>(next() % span)};
  }

 private:
  std::uint64_t state_;
};

}  // namespace holdfast
