// What an answer is made of.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast {

enum class StreamPartKind : std::uint8_t {
  Text,
  Reasoning,  ///< What the model thinks before it answers, where it tells.
  Refusal,    ///< Why the model does not answer.
  ToolInput,  ///< A call of a tool: its beginning, with `id` and `name`, or more of its arguments.
  Finish,     ///< `text` is the reason, such as `stop` or `length`, as the stream names it.
  Usage,      ///< `text` is a JSON object: what was counted, and billed.
};

/// Texts are UTF-8.
struct StreamPart {
  StreamPartKind kind = StreamPartKind::Text;
  /// Which call of a tool: the number that the stream gives it, or its place in the answer where every call
  /// comes whole. 0 where it numbers none.
  std::uint32_t index = 0;
  std::string id = {};
  std::string name = {};
  std::string text = {};

  bool operator==(const StreamPart&) const = default;
};

}  // namespace holdfast
