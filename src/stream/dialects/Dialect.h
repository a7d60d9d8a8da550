// How a service writes the parts of an answer into its events. One file each; all of them are tables of
// paths, and what to make of what stands there.
#pragma once

#include <span>
#include <string_view>

#include "stream/Answer.h"
#include "stream/DeltaReader.h"

namespace holdfast {

struct Dialect {
  /// The slots of the findings, in this order.
  std::span<const std::string_view> paths;
  void (*read)(const Findings& event, Answer& answer);
};

/// `chat.completion.chunk` of OpenAI and of those who write as it does. Of several choices, the one with
/// index 0.
[[nodiscard]] const Dialect& openAiChat() noexcept;
/// The events of OpenAI's Responses API.
[[nodiscard]] const Dialect& openAiResponses() noexcept;
/// The events of Anthropic's Messages API.
[[nodiscard]] const Dialect& anthropicMessages() noexcept;
/// The UI message stream, version 1, of the AI SDK.
[[nodiscard]] const Dialect& uiMessages() noexcept;
/// The JSON lines of Ollama's chat and generate.
[[nodiscard]] const Dialect& ollama() noexcept;
/// Paths that the user names: text, reasoning, finish reason and error. It has no paths of its own.
[[nodiscard]] const Dialect& namedPaths() noexcept;

/// Appends a string to the answer's text of this kind.
inline void appendTo(Answer& answer, StreamPartKind kind, const Findings& event, const JsonFinding* string) {
  if (string != nullptr) event.append(answer.textOf(kind), *string);
}

/// As the member of an answer: where it is not null, or empty.
inline void finishWith(Answer& answer, const Findings& event, const JsonFinding* reason) {
  if (reason != nullptr) answer.finish(event.textOf(*reason));
}

inline void addUsage(Answer& answer, const Findings& event, const JsonFinding* usage) {
  if (usage != nullptr) event.append(answer.add(StreamPartKind::Usage).text, *usage);
}

/// An error is told by its message; where it has none, by the string that it is, or by its JSON.
inline void failWith(Answer& answer, const Findings& event, std::size_t messageSlot, std::size_t errorSlot) {
  const JsonFinding* error = event.string(messageSlot);
  if (error == nullptr) error = event.string(errorSlot);
  if (error == nullptr) error = event.last(errorSlot, JsonKind::Object);
  if (error != nullptr) answer.fail(event.textOf(*error));
}

}  // namespace holdfast
