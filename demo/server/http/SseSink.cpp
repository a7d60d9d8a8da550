#include "http/SseSink.h"

namespace holdfast::server {

Awaitable<bool> SseSink::sendChunk(std::string_view json) {
  co_await sendEvent(json);
  co_return !cut();
}

Awaitable<void> SseSink::sendError(std::string_view json) {
  failed_ = true;
  co_await sendEvent(json);
}

Awaitable<void> SseSink::finish() {
  co_await openOnce();
  if (!failed_) co_await stream_.send("data: [DONE]\n\n");
  co_await stream_.finish();
}

Awaitable<void> SseSink::sendNamed(std::string_view type, std::string_view json) {
  co_await openOnce();
  co_await stream_.send("event: " + std::string{type} + "\ndata: " + std::string{json} + "\n\n");
}

Awaitable<void> SseSink::sendEvent(std::string_view json) {
  co_await openOnce();
  std::string event = "id: " + std::to_string(++lastEventId_) + "\ndata: ";
  event += json;
  event += "\n\n";
  co_await stream_.send(std::move(event));
  ++sent_;
  events_.Increment();
}

Awaitable<void> SseSink::openOnce() {
  if (stream_.isOpen()) co_return;
  HttpHeaders headers{
      {"content-type", "text/event-stream"}, {"cache-control", "no-store"}, {"x-accel-buffering", "no"}};
  co_await stream_.open(std::move(headers));
}

}  // namespace holdfast::server
