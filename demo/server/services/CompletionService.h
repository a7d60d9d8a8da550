// The generation of answers. Pure: it has no way to the database.
//
// An answer whose request has an id is generated once: whoever asks again, after a break or a reload, gets
// the same one, from where they want it, while it comes into being and for some minutes afterwards
// (completion/AnswerStore). An answer without one ends with the connection that asked for it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "Awaitable.h"
#include "completion/AnswerStore.h"
#include "completion/CompletionUpstream.h"
#include "observability/Metrics.h"
#include "throttling/StreamLimiter.h"

namespace holdfast::server {

class CompletionService {
 public:
  /// REQUIRES: `upstream` and `metrics` outlive this object, and it the coroutines of its executor.
  CompletionService(CompletionUpstream& upstream, Metrics& metrics, std::uint32_t streamsPerClient)
      : upstream_(upstream), metrics_(metrics), streams_(streamsPerClient) {}

  /// Streams the answer into the sink, from behind `request.lastEventId` on. `client` is whom it is for:
  /// nobody else gets it. Problems (given back where nothing was sent): resume-unavailable, too-many-streams,
  /// and those of the upstream.
  Awaitable<std::optional<CompletionFailure>> generateStream(CompletionRequest request, std::string client,
                                                             CompletionSink& sink);

 private:
  using Place = std::unique_ptr<StreamLimiter::Place>;

  Awaitable<void> generateKept(CompletionRequest request, std::string key, std::shared_ptr<KeptAnswer> answer,
                               Place place);

  CompletionUpstream& upstream_;
  Metrics& metrics_;
  StreamLimiter streams_;
  AnswerStore answers_;
};

}  // namespace holdfast::server
