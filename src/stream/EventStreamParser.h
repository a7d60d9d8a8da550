// Server-sent events: the event stream format of the WHATWG HTML standard, section 9.2.
//
// Bytes come in as the network cuts them; an event is handed on when its empty line has arrived. What is
// incomplete when the stream ends is discarded, as the standard asks. Texts are handed on as the bytes that
// came; a line break is never part of a character, so whoever decodes them decodes what the standard decodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Error.h"
#include "stream/InputBuffer.h"

namespace holdfast {

class EventStreamParser {
 public:
  /// Lines and events beyond this are an error: a stream may not fill the memory.
  static constexpr std::size_t kMaxEventBytes = 4 * 1024 * 1024;

  class Sink {
   public:
    virtual ~Sink() = default;
    /// One event, with its data lines joined by LF. `type` is "message" where the stream names none.
    /// False stops the parser.
    [[nodiscard]] virtual bool onEvent(std::string_view type, std::string_view data) = 0;
  };

  /// Takes what is whole off the buffer. Source: the body of a `text/event-stream` response, any cut of it;
  /// this parser alone uses the buffer up. Errors: StreamLimit.
  [[nodiscard]] std::optional<Error> parse(InputBuffer& buffer, Sink& sink);

  /// The newest `id`, for the `Last-Event-ID` header of a reconnect.
  [[nodiscard]] const std::string& lastEventId() const noexcept { return lastEventId_; }

  /// The newest `retry`. Unit: milliseconds.
  [[nodiscard]] std::optional<std::uint32_t> retryMs() const noexcept { return retryMs_; }

 private:
  [[nodiscard]] bool endLine(std::string_view line, Sink& sink);
  void processField(std::string_view name, std::string_view value);
  void addData(std::string_view value);
  [[nodiscard]] bool dispatch(Sink& sink);

  /// The data of the event, while it is one line and lies in the buffer; else data_ holds it.
  std::optional<std::string_view> dataInBuffer_;
  std::optional<std::string> data_;
  std::string type_;
  std::string pendingId_;
  std::string lastEventId_;
  std::optional<std::uint32_t> retryMs_;
  /// How many bytes of the buffer's rest hold no line end.
  std::size_t searched_ = 0;
  bool afterCarriageReturn_ = false;
  bool firstLine_ = true;
};

}  // namespace holdfast
