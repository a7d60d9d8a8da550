// An EventStream as a chunked HTTP answer (HTTP/1.0 clients get it unchunked, up to the end of the
// connection).
#pragma once

#include "http/EventStream.h"
#include "http/HttpConnection.h"

namespace holdfast::server {

class HttpEventStream : public EventStream {
 public:
  HttpEventStream(HttpConnection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

  void addHeaders(const HttpHeaders& headers) override {
    common_.insert(common_.end(), headers.begin(), headers.end());
  }
  Awaitable<void> open(HttpHeaders headers) override;
  [[nodiscard]] bool isOpen() const noexcept override { return open_; }
  Awaitable<void> send(std::string bytes) override;
  Awaitable<void> finish() override;
  Awaitable<void> untilUnwanted() override;

  /// Whether the connection can take another request.
  [[nodiscard]] bool finishedCleanly() const noexcept { return finished_ && chunked_; }

 private:
  HttpConnection& connection_;
  HttpHeaders common_;
  bool chunked_;
  bool open_ = false;
  bool finished_ = false;
};

}  // namespace holdfast::server
