// Turns the chunks of an answer into numbered server-sent events. The stream is opened by the first one, so
// that what fails before it can still be answered by a problem.
#pragma once

#include <prometheus/counter.h>

#include <cstdint>

#include "completion/CompletionSink.h"
#include "http/EventStream.h"

namespace holdfast::server {

class SseSink : public CompletionSink {
 public:
  /// The first event gets the number `lastEventId` + 1. Behind `cutAfter` events (0 for never) the sink wants
  /// no more.
  SseSink(EventStream& stream, std::uint64_t lastEventId, std::uint64_t cutAfter, prometheus::Counter& events)
      : stream_(stream), lastEventId_(lastEventId), cutAfter_(cutAfter), events_(events) {}

  Awaitable<void> begin() override { return openOnce(); }
  Awaitable<bool> sendChunk(std::string_view json) override;
  Awaitable<void> sendError(std::string_view json) override;

  /// An event without a number, of a type of its own.
  Awaitable<void> sendNamed(std::string_view type, std::string_view json);

  /// The end of the answer, behind `data: [DONE]` unless it ended in an error. REQUIRES: !cut().
  Awaitable<void> finish();

  [[nodiscard]] bool cut() const noexcept { return cutAfter_ > 0 && sent_ >= cutAfter_; }

 private:
  Awaitable<void> openOnce();
  Awaitable<void> sendEvent(std::string_view json);

  EventStream& stream_;
  std::uint64_t lastEventId_;
  std::uint64_t cutAfter_;
  prometheus::Counter& events_;
  std::uint64_t sent_ = 0;
  bool failed_ = false;
};

}  // namespace holdfast::server
