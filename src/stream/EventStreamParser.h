// Server-sent events: the event stream format of the WHATWG HTML standard, section 9.2.
//
// Bytes come in as the network cuts them; an event is handed on when its empty line has arrived. What is
// incomplete when the stream ends is discarded, as the standard asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Error.h"

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

  /// Source: the body of a `text/event-stream` response, any cut of it. Errors: StreamLimit.
  [[nodiscard]] std::optional<Error> feed(std::string_view bytes, Sink& sink);

  /// The newest `id`, for the `Last-Event-ID` header of a reconnect.
  [[nodiscard]] const std::string& lastEventId() const noexcept { return lastEventId_; }

  /// The newest `retry`. Unit: milliseconds.
  [[nodiscard]] std::optional<std::uint32_t> retryMs() const noexcept { return retryMs_; }

 private:
  [[nodiscard]] bool endLine(Sink& sink);
  void processField(std::string_view name, std::string_view value);
  [[nodiscard]] bool dispatch(Sink& sink);
  void skipByteOrderMark();

  std::string line_;
  std::string type_;
  std::string data_;
  std::string pendingId_;
  std::string lastEventId_;
  std::optional<std::uint32_t> retryMs_;
  bool afterCarriageReturn_ = false;
  bool firstLine_ = true;
};

}  // namespace holdfast
