// The open end of an answer that is sent as it comes into being. A connection has one for each request; a
// route that gives back no HttpResponse has used it, or wants the connection closed without an answer.
#pragma once

#include <string>
#include <string_view>

#include "Awaitable.h"
#include "http/HttpResponse.h"

namespace holdfast::server {

class EventStream {
 public:
  virtual ~EventStream() = default;

  /// Headers that go with whatever is opened. REQUIRES: !isOpen().
  virtual void addHeaders(const HttpHeaders& headers) = 0;

  /// Sends status 200 and the headers. REQUIRES: !isOpen().
  virtual Awaitable<void> open(HttpHeaders headers) = 0;
  [[nodiscard]] virtual bool isOpen() const noexcept = 0;

  /// Sends bytes at once. REQUIRES: isOpen().
  virtual Awaitable<void> send(std::string bytes) = 0;

  /// Ends the answer as complete; a stream that is never finished ends with the connection.
  virtual Awaitable<void> finish() = 0;

  /// Returns when the client has left or the server is stopping.
  virtual Awaitable<void> untilUnwanted() = 0;
};

}  // namespace holdfast::server
