#include <array>
#include <cstddef>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t {
  Type,
  Delta,
  OutputIndex,
  ItemType,
  ItemCallId,
  ItemName,
  IncompleteReason,
  Usage,
  FailureMessage,
  WholeFailure,
  Message,
};

constexpr std::array<std::string_view, 11> kPaths{
    "type",
    "delta",
    "output_index",
    "item.type",
    "item.call_id",
    "item.name",
    "response.incomplete_details.reason",
    "response.usage",
    "response.error.message",
    "response.error",
    "message",
};

void beginToolCall(const Findings& event, Answer& answer) {
  StreamPart& part = answer.add(StreamPartKind::ToolInput);
  part.index = event.number(OutputIndex).value_or(0);
  if (const JsonFinding* const id = event.string(ItemCallId)) event.append(part.id, *id);
  if (const JsonFinding* const name = event.string(ItemName)) event.append(part.name, *name);
}

void read(const Findings& event, Answer& answer) {
  const JsonFinding* const delta = event.string(Delta);
  if (event.holds(Type, "response.output_text.delta")) {
    appendTo(answer, StreamPartKind::Text, event, delta);
  } else if (event.holds(Type, "response.reasoning_text.delta") ||
             event.holds(Type, "response.reasoning_summary_text.delta")) {
    appendTo(answer, StreamPartKind::Reasoning, event, delta);
  } else if (event.holds(Type, "response.refusal.delta")) {
    appendTo(answer, StreamPartKind::Refusal, event, delta);
  } else if (event.holds(Type, "response.function_call_arguments.delta")) {
    if (delta != nullptr) event.append(answer.argumentsOf(event.number(OutputIndex).value_or(0)), *delta);
  } else if (event.holds(Type, "response.output_item.added")) {
    if (event.holds(ItemType, "function_call")) beginToolCall(event, answer);
  } else if (event.holds(Type, "response.completed") || event.holds(Type, "response.incomplete")) {
    addUsage(answer, event, event.last(Usage, JsonKind::Object));
    const JsonFinding* const reason = event.string(IncompleteReason);
    answer.finish(reason == nullptr ? "completed" : event.textOf(*reason));
    answer.end();
  } else if (event.holds(Type, "response.failed")) {
    failWith(answer, event, FailureMessage, WholeFailure);
    if (!answer.failure()) answer.fail("the response failed");
  } else if (event.holds(Type, "error")) {
    const JsonFinding* const message = event.string(Message);
    answer.fail(message == nullptr ? "the service reported an error" : event.textOf(*message));
  }
}

constexpr Dialect kDialect{kPaths, &read};

}  // namespace

const Dialect& openAiResponses() noexcept { return kDialect; }

}  // namespace holdfast
