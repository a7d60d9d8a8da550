// Options as JSON: checked once, when something is made.
#pragma once

#include <string_view>

#include "holdfast/Config.h"
#include "holdfast/Error.h"

namespace holdfast::codec {

/// Reads `{"writer", "seed", "retry"?: {…}, "breaker"?: {…}, "batch"?: {…}, "classification"?: {…}}`. The
/// seed is a whole number below 2^53; the groups are as below; the classification has rules by status
/// (`{"423": "again", "5xx": "park"}`). What is missing keeps its default. Errors: InvalidJson; InvalidField
/// with the member's path.
Result<Config> decodeConfig(std::string_view json);

/// Reads `{"maxRetries", "backoffMs", "maxBackoffMs", "backoff", "totalMs"}`, all optional; `backoff` is
/// `full`, `equal`, `decorrelated`, `exponential` or `constant`.
Result<RetryConfig> decodeRetryConfig(std::string_view json);

/// Reads `{"capacity", "perSuccess", "refillEveryMs"}`, all optional.
Result<RetryBudgetConfig> decodeBudgetConfig(std::string_view json);

/// Reads `{"ratio", "windowMs"}`, both optional.
Result<ThrottleConfig> decodeThrottleConfig(std::string_view json);

/// Reads `{"failureThreshold", "failureRate", "window": "calls" or "time", "windowCalls", "windowMs",
/// "minimumCalls", "slowCallMs", "slowCallRate", "probes", "openMs", "maxOpenMs"}`, all optional. A threshold
/// or a rate that is null is not judged. Errors, beside numbers out of range: what contradicts something else
/// that was given.
Result<BreakerConfig> decodeBreakerConfig(std::string_view json);

}  // namespace holdfast::codec
