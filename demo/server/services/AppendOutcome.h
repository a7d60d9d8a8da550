// What became of an append request. What `answer` lists is committed in either case.
#pragma once

#include <optional>

#include "holdfast/Append.h"

namespace holdfast::server {

struct AppendOutcome {
  AppendAnswer answer;
  /// Set where a gap or a conflict stopped the request: nothing from that message on was applied.
  std::optional<Problem> stoppedBy = std::nullopt;
};

}  // namespace holdfast::server
