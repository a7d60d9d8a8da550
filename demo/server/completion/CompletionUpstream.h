// Where answers come from. An upstream writes nothing down and keeps nothing between requests.
#pragma once

#include <optional>

#include "Awaitable.h"
#include "completion/CompletionRequest.h"
#include "completion/CompletionSink.h"
#include "holdfast/Append.h"

namespace holdfast::server {

/// A problem that keeps an answer from starting, and what the client is to wait for, if the upstream said so.
struct CompletionFailure {
  Problem problem;
  std::string retryAfter = {};
};

class CompletionUpstream {
 public:
  virtual ~CompletionUpstream() = default;

  /// Whether an answer that broke off can go on behind the event `lastEventId`.
  [[nodiscard]] virtual bool canResume() const noexcept = 0;

  /// Sends the answer, chunk by chunk, as it comes into being. Stops soon after it is cancelled (by the
  /// cancellation slot of the coroutine) or the sink wants no more. A failure is given back where no chunk
  /// was sent; one in the middle goes to the sink as an error. REQUIRES: lastEventId == 0 or canResume().
  virtual Awaitable<std::optional<CompletionFailure>> generate(const CompletionRequest& request,
                                                               CompletionSink& sink) = 0;
};

}  // namespace holdfast::server
