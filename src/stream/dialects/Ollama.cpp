#include <array>
#include <cstddef>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t {
  Content,
  Response,
  MessageThinking,
  Thinking,
  ToolId,
  ToolName,
  ToolArguments,
  ToolCall,
  Done,
  DoneReason,
  WholeError,
};

constexpr std::array<std::string_view, 11> kPaths{
    "message.content",
    "response",
    "message.thinking",
    "thinking",
    "message.tool_calls[*].id",
    "message.tool_calls[*].function.name",
    "message.tool_calls[*].function.arguments",
    "message.tool_calls[*]",
    "done",
    "done_reason",
    "error",
};

void readToolCalls(const Findings& event, Answer& answer) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < event.all().size(); ++i) {
    if (event.all()[i].slot != ToolCall) continue;
    const Findings call = event.within(begin, i);
    StreamPart& part = answer.add(StreamPartKind::ToolInput);
    // Each call comes whole; not every version of Ollama numbers them.
    part.index = answer.nextCall();
    if (const JsonFinding* const id = call.string(ToolId)) call.append(part.id, *id);
    if (const JsonFinding* const name = call.string(ToolName)) call.append(part.name, *name);
    if (const JsonFinding* const json = call.last(ToolArguments, JsonKind::Object))
      call.append(part.text, *json);
    begin = i + 1;
  }
}

void read(const Findings& event, Answer& answer) {
  appendTo(answer, StreamPartKind::Reasoning, event, event.string(MessageThinking));
  appendTo(answer, StreamPartKind::Reasoning, event, event.string(Thinking));
  appendTo(answer, StreamPartKind::Text, event, event.string(Content));
  appendTo(answer, StreamPartKind::Text, event, event.string(Response));
  readToolCalls(event, answer);
  if (event.last(Done, JsonKind::True) != nullptr) {
    const JsonFinding* const reason = event.string(DoneReason);
    answer.finish(reason == nullptr ? "stop" : event.textOf(*reason));
    answer.end();
  }
  if (const JsonFinding* const error = event.string(WholeError)) answer.fail(event.textOf(*error));
}

constexpr Dialect kDialect{kPaths, &read};

}  // namespace

const Dialect& ollama() noexcept { return kDialect; }

}  // namespace holdfast
