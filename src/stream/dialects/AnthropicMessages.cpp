#include <array>
#include <cstddef>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t {
  Type,
  Index,
  Text,
  Thinking,
  PartialJson,
  StopReason,
  BlockType,
  BlockId,
  BlockName,
  BlockText,
  Usage,
  FirstUsage,
  ErrorMessage,
  WholeError,
};

constexpr std::array<std::string_view, 14> kPaths{
    "type",
    "index",
    "delta.text",
    "delta.thinking",
    "delta.partial_json",
    "delta.stop_reason",
    "content_block.type",
    "content_block.id",
    "content_block.name",
    "content_block.text",
    "usage",
    "message.usage",
    "error.message",
    "error",
};

void beginToolCall(const Findings& event, Answer& answer) {
  StreamPart& part = answer.add(StreamPartKind::ToolInput);
  part.index = event.number(Index).value_or(0);
  if (const JsonFinding* const id = event.string(BlockId)) event.append(part.id, *id);
  if (const JsonFinding* const name = event.string(BlockName)) event.append(part.name, *name);
}

void read(const Findings& event, Answer& answer) {
  if (event.holds(Type, "content_block_delta")) {
    appendTo(answer, StreamPartKind::Reasoning, event, event.string(Thinking));
    appendTo(answer, StreamPartKind::Text, event, event.string(Text));
    if (const JsonFinding* const json = event.string(PartialJson))
      event.append(answer.argumentsOf(event.number(Index).value_or(0)), *json);
  } else if (event.holds(Type, "content_block_start")) {
    appendTo(answer, StreamPartKind::Text, event, event.string(BlockText));
    if (event.holds(BlockType, "tool_use")) beginToolCall(event, answer);
  } else if (event.holds(Type, "message_start")) {
    addUsage(answer, event, event.last(FirstUsage, JsonKind::Object));
  } else if (event.holds(Type, "message_delta")) {
    addUsage(answer, event, event.last(Usage, JsonKind::Object));
    finishWith(answer, event, event.string(StopReason));
  } else if (event.holds(Type, "message_stop")) {
    answer.end();
  } else if (event.holds(Type, "error")) {
    failWith(answer, event, ErrorMessage, WholeError);
    if (!answer.failure()) answer.fail("the service reported an error");
  }
}

constexpr Dialect kDialect{kPaths, &read};

}  // namespace

const Dialect& anthropicMessages() noexcept { return kDialect; }

}  // namespace holdfast
