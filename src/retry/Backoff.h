// How long to wait before the next attempt.
#pragma once

#include <algorithm>
#include <cstdint>

#include "common/Random.h"
#include "holdfast/Config.h"

namespace holdfast {

/// min(cap, base * 2^(attempt - 1)). The doubling stops at the cap, so it cannot overflow.
[[nodiscard]] constexpr Duration backoffCeiling(const BackoffConfig& config, std::uint32_t attempt) {
  Duration ceiling = std::min(config.base, config.cap);
  for (std::uint32_t i = 1; i < attempt && ceiling < config.cap; ++i)
    ceiling = std::min(ceiling * 2, config.cap);
  return ceiling;
}

/// `attempt` counts failures so far, from 1; `previous` is the wait before, zero where there was none.
[[nodiscard]] constexpr Duration nextDelay(const BackoffConfig& config, std::uint32_t attempt,
                                           Duration previous, Random& random) {
  const Duration base = std::min(config.base, config.cap);
  const Duration ceiling = backoffCeiling(config, attempt);
  switch (config.kind) {
    case BackoffKind::FullJitter: return random.between(std::min(config.floor, ceiling), ceiling);
    case BackoffKind::EqualJitter: return random.between(ceiling / 2, ceiling);
    case BackoffKind::DecorrelatedJitter:
      return std::min(config.cap, random.between(base, std::max(previous, base) * 3));
    case BackoffKind::Exponential: return ceiling;
    case BackoffKind::Constant: break;
  }
  return base;
}

}  // namespace holdfast
