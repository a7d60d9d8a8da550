// How long to wait before the next attempt.
#pragma once

#include <algorithm>
#include <cstdint>

#include "common/Random.h"
#include "holdfast/Config.h"

namespace holdfast {

/// Full jitter (Brooker, "Exponential Backoff and Jitter", 2015). `attempt` counts failures so far,
/// from 1. The doubling stops at the cap, so it cannot overflow.
[[nodiscard]] constexpr Duration nextDelay(const BackoffConfig& config, std::uint32_t attempt,
                                           Random& random) {
  Duration ceiling = std::min(config.base, config.cap);
  for (std::uint32_t i = 1; i < attempt && ceiling < config.cap; ++i)
    ceiling = std::min(ceiling * 2, config.cap);
  return random.between(std::min(config.floor, ceiling), ceiling);
}

}  // namespace holdfast
