// Where an answer goes, event by event.
#pragma once

#include <string_view>

#include "Awaitable.h"

namespace holdfast::server {

class CompletionSink {
 public:
  virtual ~CompletionSink() = default;

  /// There is an answer, whose events follow sooner or later. Sending one says so too.
  virtual Awaitable<void> begin() = 0;

  /// One event: the JSON of a `chat.completion.chunk`. False where nobody wants any more of them.
  virtual Awaitable<bool> sendChunk(std::string_view json) = 0;

  /// The last event of an answer that broke off on this side: the JSON of an `{"error": …}`.
  virtual Awaitable<void> sendError(std::string_view json) = 0;
};

}  // namespace holdfast::server
