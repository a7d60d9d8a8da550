#include "services/CompletionService.h"

namespace holdfast::server {

Awaitable<std::optional<CompletionFailure>> CompletionService::generateStream(
    const CompletionRequest& request, CompletionSink& sink) {
  if (request.lastEventId > 0 && !upstream_.canResume()) {
    co_return CompletionFailure{{409, "resume-unavailable", "This answer cannot be resumed",
                                 "the upstream cannot go on in the middle of an answer; ask for a new one"}};
  }
  co_return co_await upstream_.generate(request, sink);
}

}  // namespace holdfast::server
