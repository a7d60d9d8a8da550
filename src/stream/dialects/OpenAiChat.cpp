#include <array>
#include <cstddef>
#include <cstdint>

#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum Slot : std::size_t {
  Index,
  Content,
  ContentPart,
  CompletionText,
  ReasoningContent,
  Reasoning,
  Refusal,
  ToolIndex,
  ToolId,
  ToolName,
  ToolArguments,
  ToolCall,
  FinishReason,
  Choice,
  Usage,
  ErrorMessage,
  WholeError,
};

constexpr std::array<std::string_view, 17> kPaths{
    "choices[*].index",
    "choices[*].delta.content",
    "choices[*].delta.content[*].text",
    "choices[*].text",
    "choices[*].delta.reasoning_content",
    "choices[*].delta.reasoning",
    "choices[*].delta.refusal",
    "choices[*].delta.tool_calls[*].index",
    "choices[*].delta.tool_calls[*].id",
    "choices[*].delta.tool_calls[*].function.name",
    "choices[*].delta.tool_calls[*].function.arguments",
    "choices[*].delta.tool_calls[*]",
    "choices[*].finish_reason",
    "choices[*]",
    "usage",
    "error.message",
    "error",
};

void readToolCall(const Findings& call, std::uint32_t position, Answer& answer) {
  const std::uint32_t index = call.number(ToolIndex).value_or(position);
  const JsonFinding* const id = call.string(ToolId);
  const JsonFinding* const name = call.string(ToolName);
  const JsonFinding* const arguments = call.string(ToolArguments);
  if (id != nullptr || name != nullptr) {
    StreamPart& part = answer.add(StreamPartKind::ToolInput);
    part.index = index;
    if (id != nullptr) call.append(part.id, *id);
    if (name != nullptr) call.append(part.name, *name);
    if (arguments != nullptr) call.append(part.text, *arguments);
  } else if (arguments != nullptr) {
    call.append(answer.argumentsOf(index), *arguments);
  }
}

void readChoice(const Findings& choice, Answer& answer) {
  const JsonFinding* const reasoning = choice.string(ReasoningContent);
  appendTo(answer, StreamPartKind::Reasoning, choice,
           reasoning != nullptr ? reasoning : choice.string(Reasoning));
  std::size_t callBegin = 0;
  std::uint32_t calls = 0;
  for (std::size_t i = 0; i < choice.all().size(); ++i) {
    const JsonFinding& finding = choice.all()[i];
    const bool hasText = finding.kind == JsonKind::String && finding.span.begin != finding.span.end;
    if (finding.slot == ToolCall) {
      readToolCall(choice.within(callBegin, i), calls++, answer);
      callBegin = i + 1;
    } else if (hasText && finding.slot <= CompletionText) {
      choice.append(answer.textOf(StreamPartKind::Text), finding);
    }
  }
  appendTo(answer, StreamPartKind::Refusal, choice, choice.string(Refusal));
  finishWith(answer, choice, choice.string(FinishReason));
}

void read(const Findings& event, Answer& answer) {
  std::size_t choiceBegin = 0;
  std::uint32_t choices = 0;
  for (std::size_t i = 0; i < event.all().size(); ++i) {
    if (event.all()[i].slot != Choice) continue;
    const Findings choice = event.within(choiceBegin, i);
    if (choice.number(Index).value_or(choices) == 0) readChoice(choice, answer);
    ++choices;
    choiceBegin = i + 1;
  }
  addUsage(answer, event, event.last(Usage, JsonKind::Object));
  failWith(answer, event, ErrorMessage, WholeError);
}

constexpr Dialect kDialect{kPaths, &read};

}  // namespace

const Dialect& openAiChat() noexcept { return kDialect; }

}  // namespace holdfast
