// The body of `POST /completion/generate`.
#pragma once

#include <string_view>

#include "completion/CompletionRequest.h"
#include "holdfast/Error.h"

namespace holdfast::server {

/// Reads `{messages: […], config?, requestId?}`. A message needs its role and its content; the other members
/// are checked where they are there. Errors: InvalidJson; InvalidField with the path of the member.
Result<CompletionRequest> decodeCompletionRequest(std::string_view json);

}  // namespace holdfast::server
