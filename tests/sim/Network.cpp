#include "Network.h"

#include <algorithm>
#include <utility>

namespace holdfast::sim {

void Network::send(TabId tab, SendBatch send, bool isOnline) {
  const auto number = static_cast<std::uint32_t>(requests_.size());
  Request& request = requests_.emplace_back(Request{tab, std::move(send)});
  if (!isOnline || isOut) return fail(number, sim_.upTo(20));
  if (sim_.strikes(Fault::RequestLost)) return fail(number, sim_.upTo(3'000));
  if (sim_.strikes(Fault::RequestSilent)) return;
  const Duration delay = sim_.strikes(Fault::RequestSlow) ? sim_.upTo(20'000) : sim_.upTo(30);
  sim_.agenda.in(delay, RequestReachesServer{number});
  if (!request.send.keepalive && sim_.strikes(Fault::RequestDoubled))
    sim_.agenda.in(delay + sim_.upTo(200'000), RequestReachesServer{number});
}

void Network::fail(std::uint32_t request, Duration delay) { sim_.agenda.in(delay, RequestEnds{request}); }

void Network::reachesServer(std::uint32_t number) {
  if (!serverIsUp || sim_.strikes(Fault::ServerCrashedBefore)) return fail(number, sim_.upTo(30));
  if (sim_.strikes(Fault::FaultyStatus)) return answer(number, faultyAnswer());
  // A proxy, say, that wants its user to log in: the backend hears nothing.
  if (sim_.choices.chance(200) && sim_.strikes(Fault::AnswerNonsense))
    return answer(number, {200, "<!doctype html><title>Log in</title>"});
  Answer handled = handle(requests_[number]);
  if (sim_.strikes(Fault::ServerCrashedAfter) || sim_.strikes(Fault::AnswerLost))
    return fail(number, sim_.upTo(3'000));
  if (sim_.strikes(Fault::AnswerSilent)) return;
  if (sim_.strikes(Fault::AnswerNonsense)) {
    const std::size_t half = handled.body.size() / 2;
    switch (sim_.choices.below(4)) {
      case 0: handled = {200, "<!doctype html><title>Log in</title>"}; break;
      case 1: handled.body.resize(half); break;
      case 2: handled.body = "{}"; break;
      default: handled.body = R"({"conversationId":"c0","writer":"other","nextSeq":9,"results":[]})"; break;
    }
    handled.status = 200;
  }
  answer(number, std::move(handled));
}

Answer Network::handle(const Request& request) {
  return request.send.route == Route::Create ? backend_.create(request.send.creates)
                                             : backend_.append(request.send.body);
}

Answer Network::faultyAnswer() {
  constexpr int kStatuses[] = {503, 500, 502, 504, 408, 425, 429, 429, 599, 302, 204};
  Answer answer;
  if (sim_.strikes(Fault::Unauthorized)) {
    answer.status = 401 + 2 * static_cast<int>(sim_.choices.below(2));
    return answer;
  }
  answer.status = kStatuses[sim_.choices.below(std::size(kStatuses))];
  if (answer.status < 400 || !sim_.strikes(Fault::RetryAfter)) return answer;
  switch (sim_.choices.below(4)) {
    case 0: answer.retryAfter = std::to_string(sim_.choices.below(120)); break;
    case 1: answer.retryAfter = "99999999"; break;
    case 2: answer.retryAfter = "soon"; break;
    default: answer.retryAfter = "Sun, 15 Jun 2025 15:06:40 GMT"; break;
  }
  return answer;
}

void Network::answer(std::uint32_t request, Answer answer) {
  sim_.agenda.in(sim_.upTo(30),
                 RequestEnds{request, answer.status, std::move(answer.retryAfter), std::move(answer.body)});
}

void Network::abort(TabId tab, RequestId id) {
  for (auto at = requests_.rbegin(); at != requests_.rend(); ++at) {
    if (at->tab != tab || at->send.request != id) continue;
    if (at->hasEnded) return;
    // What fetch() says to whoever aborts it.
    const auto number = static_cast<std::uint32_t>(std::distance(at, requests_.rend())) - 1;
    return fail(number, Duration{0});
  }
}

const Network::Request* Network::ended(std::uint32_t number) {
  Request& request = requests_[number];
  if (std::exchange(request.hasEnded, true)) return nullptr;
  return &request;
}

void Network::tabDied(TabId tab) {
  for (Request& request : requests_) {
    if (request.tab == tab) request.hasEnded = true;
  }
}

}  // namespace holdfast::sim
