// An answer's way from network bytes to its parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "holdfast/Error.h"
#include "holdfast/StreamPart.h"

namespace holdfast {

enum class StreamFormat : std::uint8_t {
  OpenAi,           ///< Server-sent events, each a `chat.completion.chunk`; ends with `[DONE]`.
  OpenAiResponses,  ///< Server-sent events of OpenAI's Responses API.
  Anthropic,        ///< Server-sent events of Anthropic's Messages API.
  UiMessage,        ///< The AI SDK's UI message stream, version 1.
  JsonLines,        ///< A JSON object a line, as Ollama writes them.
  EventText,        ///< Server-sent events whose data is the text itself; ends with `[DONE]`.
  Text,             ///< The body is the text.
};

/// Any other stream of JSON: how it is cut, and where its members stand. Paths are such as
/// `choices[0].delta.content`; `[*]` stands for every element. An empty path leads nowhere.
struct StreamPaths {
  enum class Framing : std::uint8_t { Events, Lines };
  Framing framing = Framing::Events;
  std::string_view text;
  std::string_view reasoning = {};
  std::string_view finishReason = {};
  std::string_view error = {};
};

class StreamDecoder {
 public:
  explicit StreamDecoder(StreamFormat format);
  /// Errors: InvalidField, where a path is none.
  static Result<StreamDecoder> forPaths(const StreamPaths& paths);
  ~StreamDecoder();
  StreamDecoder(StreamDecoder&&) noexcept;
  StreamDecoder& operator=(StreamDecoder&&) noexcept;

  /// Room for the next bytes of the body; feed() takes them from there. Valid until the next call.
  [[nodiscard]] char* room(std::size_t bytes);

  /// So many bytes of the body, cut anywhere, were put into room(). parts() is what they completed, also
  /// where an error came after it. Errors: StreamLimit, MalformedDelta with the event and the offset,
  /// UpstreamError; the decoder repeats its error from then on.
  [[nodiscard]] std::optional<Error> feed(std::size_t bytes);
  /// The same with bytes from elsewhere.
  [[nodiscard]] std::optional<Error> feed(std::string_view bytes);

  /// The body has ended. What it left incomplete is read as far as its format allows. Errors: as feed().
  [[nodiscard]] std::optional<Error> finish();

  /// Valid until the next feed() or finish().
  [[nodiscard]] std::span<const StreamPart> parts() const noexcept;

  /// True when the stream has said that nothing follows. `Text`, and paths that the user names, never say so:
  /// their end is the end of the body.
  [[nodiscard]] bool done() const noexcept;

  /// Such as `stop` or `length`; empty where the stream gave none.
  [[nodiscard]] const std::string& finishReason() const noexcept;

  /// For the `Last-Event-ID` header of a reconnect; empty where the stream numbers nothing.
  [[nodiscard]] const std::string& lastEventId() const noexcept;

  /// What the stream asks to wait before a reconnect, if it does. Unit: milliseconds.
  [[nodiscard]] std::optional<std::uint32_t> retryMs() const noexcept;

  /// How many events or lines it has read.
  [[nodiscard]] std::uint64_t events() const noexcept;

 private:
  class State;
  explicit StreamDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace holdfast
