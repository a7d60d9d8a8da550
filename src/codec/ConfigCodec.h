// Options as JSON: checked once, when something is made.
#pragma once

#include <string_view>

#include "holdfast/Config.h"
#include "holdfast/Error.h"

namespace holdfast::codec {

/// Reads `{"writer", "seed", "retry"?: {…}, "breaker"?: {…}, "batch"?: {…}}`. The seed is a whole
/// number below 2^53; the groups are as below. What is missing keeps its default.
/// Errors: InvalidJson; InvalidField with the member's path.
Result<Config> decodeConfig(std::string_view json);

/// Reads `{"maxRetries", "backoffMs", "maxBackoffMs"}`, all optional.
Result<RetryConfig> decodeRetryConfig(std::string_view json);

/// Reads `{"failureThreshold", "openMs", "maxOpenMs"}`, all optional.
Result<BreakerConfig> decodeBreakerConfig(std::string_view json);

}  // namespace holdfast::codec
