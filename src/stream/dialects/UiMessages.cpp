#include <array>
#include <cstddef>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t {
  Type,
  Delta,
  ToolCallId,
  ToolName,
  InputTextDelta,
  FinishReason,
  AbortReason,
  ErrorText
};

constexpr std::array<std::string_view, 8> kPaths{
    "type", "delta", "toolCallId", "toolName", "inputTextDelta", "finishReason", "reason", "errorText",
};

void read(const Findings& event, Answer& answer) {
  const JsonFinding* const delta = event.string(Delta);
  const JsonFinding* const call = event.string(ToolCallId);
  if (event.holds(Type, "text-delta")) {
    appendTo(answer, StreamPartKind::Text, event, delta);
  } else if (event.holds(Type, "reasoning-delta")) {
    appendTo(answer, StreamPartKind::Reasoning, event, delta);
  } else if (event.holds(Type, "tool-input-start")) {
    StreamPart& part = answer.add(StreamPartKind::ToolInput);
    if (call != nullptr) event.append(part.id, *call);
    if (const JsonFinding* const name = event.string(ToolName)) event.append(part.name, *name);
  } else if (event.holds(Type, "tool-input-delta")) {
    const JsonFinding* const input = event.string(InputTextDelta);
    const std::string id = call == nullptr ? std::string{} : event.textOf(*call);
    if (input != nullptr) event.append(answer.argumentsOf(0, id), *input);
  } else if (event.holds(Type, "finish")) {
    const JsonFinding* const reason = event.string(FinishReason);
    answer.finish(reason == nullptr ? "stop" : event.textOf(*reason));
    answer.end();
  } else if (event.holds(Type, "abort")) {
    const JsonFinding* const reason = event.string(AbortReason);
    answer.fail(reason == nullptr ? "the service stopped the answer" : event.textOf(*reason));
  } else if (event.holds(Type, "error")) {
    const JsonFinding* const text = event.string(ErrorText);
    answer.fail(text == nullptr ? "the service reported an error" : event.textOf(*text));
  }
}

constexpr Dialect kDialect{kPaths, &read};

}  // namespace

const Dialect& uiMessages() noexcept { return kDialect; }

}  // namespace holdfast
