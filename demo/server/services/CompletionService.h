// The generation of answers. Pure: it has no way to the database.
#pragma once

#include <optional>

#include "Awaitable.h"
#include "completion/CompletionUpstream.h"

namespace holdfast::server {

class CompletionService {
 public:
  explicit CompletionService(CompletionUpstream& upstream) : upstream_(upstream) {}

  /// Streams the answer into the sink, from behind `request.lastEventId` on. Problems (given back where
  /// nothing was sent): resume-unavailable, and those of the upstream.
  Awaitable<std::optional<CompletionFailure>> generateStream(const CompletionRequest& request,
                                                             CompletionSink& sink);

 private:
  CompletionUpstream& upstream_;
};

}  // namespace holdfast::server
