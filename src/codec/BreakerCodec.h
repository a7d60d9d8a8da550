// What a breaker tells of itself, as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "holdfast/Breaker.h"
#include "holdfast/Error.h"

namespace holdfast::codec {

/// `{"version": 1, "state", "failuresInRow", "until", "rest"}`; times and rests in milliseconds. The layout
/// is kept: what a page saves, a page of a later version may read.
std::string encodeSnapshot(const BreakerSnapshot& snapshot);

/// Errors: InvalidJson; InvalidField where the version is another, a member is missing or out of its range.
Result<BreakerSnapshot> decodeSnapshot(std::string_view text);

/// A list of `{"from", "to", "at", "reason", "until"}`; `until` is null where the breaker is not open.
std::string encodeTransitions(const std::vector<BreakerTransition>& transitions);

}  // namespace holdfast::codec
