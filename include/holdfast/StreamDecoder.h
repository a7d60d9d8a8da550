// An answer's way from network bytes to text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Error.h"

namespace holdfast {

enum class StreamFormat : std::uint8_t {
  OpenAi,     ///< Server-sent events, each a chat.completion.chunk; ends with `[DONE]`.
  EventText,  ///< Server-sent events whose data is the text itself; ends with `[DONE]`.
  Text,       ///< The body is the text.
};

class StreamDecoder {
 public:
  explicit StreamDecoder(StreamFormat format);
  ~StreamDecoder();
  StreamDecoder(StreamDecoder&&) noexcept;
  StreamDecoder& operator=(StreamDecoder&&) noexcept;

  /// Takes the next bytes of the body, cut anywhere; text() is what they completed, also when an error
  /// came after it. Errors: StreamLimit, MalformedDelta, UpstreamError; the decoder repeats its error
  /// from then on.
  [[nodiscard]] std::optional<Error> feed(std::string_view bytes);

  /// Valid until the next feed(). For `Text` it may end inside a character, as the bytes did.
  [[nodiscard]] std::string_view text() const noexcept;

  /// True when the stream has said that the answer is complete. `Text` never says so: its end is the
  /// end of the body.
  [[nodiscard]] bool done() const noexcept;

  /// Such as `stop` or `length`; empty where the stream gave none.
  [[nodiscard]] const std::string& finishReason() const noexcept;

  /// For the `Last-Event-ID` header of a reconnect; empty where the stream numbers nothing.
  [[nodiscard]] const std::string& lastEventId() const noexcept;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast
