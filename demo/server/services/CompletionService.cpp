#include "services/CompletionService.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>

#include "codec/MessageCodec.h"
#include "completion/CompletionChunk.h"
#include "observability/Log.h"
#include "services/Fingerprint.h"

namespace holdfast::server {

namespace asio = boost::asio;

namespace {

/// The same request of the same client has the same key, wherever it goes on from.
std::string keyOf(const CompletionRequest& request, const std::string& client) {
  std::string asked;
  for (const Message& message : request.messages) {
    asked += codec::nameOf(message.role);
    asked += std::to_string(message.content.size()) + ":" + message.content;
  }
  return fingerprintOf(client + '\n' + request.requestId + '\n' + request.config + '\n' + asked);
}

CompletionFailure resumeUnavailable() {
  return {{409, "resume-unavailable", "This answer cannot be resumed",
           "the upstream cannot go on in the middle of an answer; ask for a new one"}};
}

CompletionFailure tooManyStreams() {
  return {{429, "too-many-streams", "Too many answers stream at once", "wait for one of them to end"}, "1"};
}

CompletionFailure generatingFailed() {
  return {{500, "internal-error", "The server failed", "the server's log says how"}};
}

/// What is generated goes into the answer. An answer that is too long to be kept ends in an error.
class KeepingSink : public CompletionSink {
 public:
  explicit KeepingSink(KeptAnswer& answer) : answer_(answer) {}

  Awaitable<void> begin() override { co_return; }

  Awaitable<bool> sendChunk(std::string_view json) override {
    answer_.addChunk(json);
    if (answer_.bytes() <= AnswerStore::kMaxAnswerBytes) co_return true;
    answer_.addError(encodeErrorChunk("answer-too-large", "the answer is longer than the server takes"));
    co_return false;
  }

  Awaitable<void> sendError(std::string_view json) override {
    answer_.addError(json);
    co_return;
  }

 private:
  KeptAnswer& answer_;
};

}  // namespace

Awaitable<std::optional<CompletionFailure>> CompletionService::generateStream(CompletionRequest request,
                                                                              std::string client,
                                                                              CompletionSink& sink) {
  const std::string key = request.requestId.empty() ? "" : keyOf(request, client);
  if (const auto kept = key.empty() ? nullptr : answers_.find(key)) {
    metrics_.countAnswer("kept");
    co_return co_await kept->follow(request.lastEventId, sink);
  }
  const bool resumed = request.lastEventId > 0;
  if (resumed && !upstream_.canResume()) co_return resumeUnavailable();
  Place place = streams_.take(client);
  if (!place) co_return tooManyStreams();
  metrics_.countAnswer(resumed ? "resumed" : "generated");
  // What is resumed lacks its beginning: it is of no use to others.
  if (key.empty() || resumed) co_return co_await upstream_.generate(request, sink);

  const auto executor = co_await asio::this_coro::executor;
  const auto answer = answers_.add(key, executor);
  asio::co_spawn(executor, generateKept(std::move(request), key, answer, std::move(place)),
                 asio::bind_cancellation_slot(answer->cancel.slot(), asio::detached));
  co_return co_await answer->follow(0, sink);
}

Awaitable<void> CompletionService::generateKept(CompletionRequest request, std::string key,
                                                std::shared_ptr<KeptAnswer> answer, Place /*place*/) {
  KeepingSink sink{*answer};
  std::optional<CompletionFailure> failure;
  try {
    failure = co_await upstream_.generate(request, sink);
  } catch (const std::exception& error) {
    log(LogLevel::Warning, "answer-not-generated", {{"reason", error.what()}});
    failure = generatingFailed();
  }
  answer->finish(std::move(failure));
  answers_.settle(key);
}

}  // namespace holdfast::server
