// Real faults, switched on by hand for demonstrations and tests (`--demo-faults`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Error.h"

namespace holdfast::server {

struct FaultPlan {
  int fail = 0;  ///< 0, or the status that every API request gets: 429, 500 or 503.
  std::optional<std::uint64_t> retryAfterSeconds = std::nullopt;  ///< Goes with `fail`.
  std::uint64_t delayMs = 0;                ///< Passes before a request is looked at; at most 60 000.
  bool dropAnswers = false;                 ///< Commands are carried out, and their answers are lost.
  std::uint64_t cutStreamsAfterEvents = 0;  ///< 0 for never; else each connection breaks behind that many.
};

/// Errors: InvalidJson; InvalidField with the member's name. Members that are missing have their default.
Result<FaultPlan> decodeFaultPlan(std::string_view json);
std::string encodeFaultPlan(const FaultPlan& plan);

}  // namespace holdfast::server
