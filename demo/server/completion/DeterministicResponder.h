// An upstream that needs no network: it makes up an answer from the messages alone, so that the same
// messages give the same events, and a stream that broke off can go on anywhere with no state kept.
#pragma once

#include <chrono>

#include "completion/CompletionUpstream.h"

namespace holdfast::server {

class DeterministicResponder : public CompletionUpstream {
 public:
  /// `tokenDelay` passes before each word.
  explicit DeterministicResponder(std::chrono::milliseconds tokenDelay) : tokenDelay_(tokenDelay) {}

  [[nodiscard]] bool canResume() const noexcept override { return true; }
  Awaitable<std::optional<CompletionFailure>> generate(const CompletionRequest& request,
                                                       CompletionSink& sink) override;

 private:
  std::chrono::milliseconds tokenDelay_;
};

}  // namespace holdfast::server
