// The piece of an answer that one stream event carries, without building a JSON document.
#pragma once

#include <string>
#include <string_view>

#include "holdfast/Error.h"

namespace holdfast::codec {

struct Delta {
  std::string text;          ///< UTF-8; empty where the event carries none.
  std::string finishReason;  ///< Such as `stop` or `length`; empty while the answer goes on.
};

/// Reads a chat.completion.chunk of the OpenAI API: `choices[0].delta.content` and
/// `choices[0].finish_reason`. Errors: MalformedDelta with the offset; UpstreamError where the chunk
/// has an `error` with a message in place of choices.
Result<Delta> decodeOpenAiChunk(std::string_view json);

}  // namespace holdfast::codec
