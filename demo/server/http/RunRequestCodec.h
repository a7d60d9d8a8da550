// The body of `POST /agentconversation/run`.
#pragma once

#include <string_view>

#include "holdfast/Error.h"
#include "services/RunService.h"

namespace holdfast::server {

/// Reads `{conversationId?, message: {id?, content}, config?}`. An id that is none of ours counts as not
/// given, as it did for the old controller. Errors: InvalidJson; InvalidField with the path of the member.
Result<RunCommand> decodeRunCommand(std::string_view json);

}  // namespace holdfast::server
