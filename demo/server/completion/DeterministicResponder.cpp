#include "completion/DeterministicResponder.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "completion/AnswerText.h"
#include "completion/CompletionChunk.h"

namespace holdfast::server {

namespace {

constexpr std::string_view kModel = "holdfast-deterministic";

}  // namespace

Awaitable<std::optional<CompletionFailure>> DeterministicResponder::generate(const CompletionRequest& request,
                                                                             CompletionSink& sink) {
  const std::string answer = composeAnswer(request.messages);
  const std::vector<std::string_view> tokens = splitIntoTokens(answer);
  const std::string answerId = "chatcmpl-" + std::to_string(hashMessages(request.messages));
  // Event 1 names the role, events 2 to tokens + 1 are the words, the one behind them says that this is all.
  const std::uint64_t lastEvent = tokens.size() + 2;

  boost::asio::steady_timer pause{co_await boost::asio::this_coro::executor};
  for (std::uint64_t event = request.lastEventId + 1; event <= lastEvent; ++event) {
    const bool word = event > 1 && event < lastEvent;
    if (word && tokenDelay_.count() > 0) {
      pause.expires_after(tokenDelay_);
      co_await pause.async_wait(boost::asio::use_awaitable);
    }
    std::string chunk = event == 1 ? encodeRoleChunk(answerId, kModel) : encodeStopChunk(answerId, kModel);
    if (word) chunk = encodeContentChunk(answerId, kModel, tokens[event - 2]);
    if (!co_await sink.sendChunk(chunk)) break;
  }
  co_return std::nullopt;
}

}  // namespace holdfast::server
