#include "Bounds.h"

#include <algorithm>
#include <iterator>
#include <variant>

#include "Judge.h"
#include "Telling.h"

namespace holdfast::sim {

namespace {

/// What a request takes beside its messages, and each of those beside its payload, at most.
constexpr std::size_t kHeadBytes = 128;
constexpr std::size_t kItemBytes = 64;

std::size_t itemsIn(std::string_view body) {
  constexpr std::string_view kItem = R"({"seq":)";
  std::size_t items = 0;
  for (std::size_t at = body.find(kItem); at != std::string_view::npos; at = body.find(kItem, at + 1))
    ++items;
  return items;
}

/// A refusal can settle too: of a conversation that is gone, or a place that is given up.
bool isRefusal(int status) {
  constexpr int kPassing[] = {401, 403, 408, 425, 429};
  if (std::find(std::begin(kPassing), std::end(kPassing), status) != std::end(kPassing)) return false;
  return (status >= 400 && status < 500) || status == 501 || status == 505;
}

}  // namespace

void Bounds::fail(const std::string& what) const { Judge::fail("I6", nameOf('t', tab_) + " " + what); }

void Bounds::handed(const Event& event, Time now) {
  now_ = std::max(now_, now);
  if (!begunAt_) begunAt_ = now_;
  const bool asksForATry = std::holds_alternative<FlushRequested>(event) ||
                           std::holds_alternative<ResumeRequested>(event) ||
                           std::holds_alternative<ConnectivityChanged>(event);
  if (asksForATry) ++grants_;
  if (const auto* changed = std::get_if<ConnectivityChanged>(&event)) {
    isOnline_ = changed->online;
  } else if (std::holds_alternative<PauseRequested>(event)) {
    isPaused_ = true;
  } else if (std::holds_alternative<ResumeRequested>(event)) {
    isPaused_ = false;
  } else if (std::holds_alternative<PageHidden>(event)) {
    partingRequests_ = 0;
    partingBytes_ = 0;
  } else if (const auto* answer = std::get_if<ResponseArrived>(&event)) {
    answered(*answer);
  } else if (const auto* failed = std::get_if<RequestFailed>(&event)) {
    requests_.erase(failed->request);
  }
}

void Bounds::answered(const ResponseArrived& answer) {
  const bool isAwaited = requests_.erase(answer.request) > 0;
  const bool isAccepted = answer.status == 200 || answer.status == 201;
  if (isAccepted || isRefusal(answer.status)) ++accepted_;
  if (!isAwaited || isAccepted || answer.retryAfter.empty()) return;
  // The network gives other forms too, which mean nothing here.
  if (answer.retryAfter.find_first_not_of("0123456789") != std::string::npos) return;
  const auto wait = std::chrono::duration_cast<Duration>(std::chrono::seconds{std::stoll(answer.retryAfter)});
  notBefore_ = std::max(notBefore_, now_ + std::min(wait, config_.timeout.maxRetryAfter));
}

void Bounds::appends(const AppendSegments& append) const {
  for (const LogRecord& record : append.records) {
    if (record.bytes.size() > config_.log.maxSegmentBytes)
      fail("writes a record of " + std::to_string(record.bytes.size()) + " bytes");
  }
}

void Bounds::sends(const SendBatch& send) {
  if (!isOnline_) fail("sends, and is offline");
  if (isPaused_) fail("sends, and is paused");
  if (now_ < notBefore_) fail("sends, and a Retry-After asked for patience");
  checkSize(send);
  if (send.keepalive) return checkParting(send);
  const std::string conversation = conversationOf(send);
  for (const auto& [request, other] : requests_) {
    if (other == conversation) fail("has two requests of " + conversation + " under way at once");
  }
  requests_[send.request] = conversation;
  if (requests_.size() > config_.batch.lanesAtOnce)
    fail("has " + std::to_string(requests_.size()) + " requests under way at once");
}

void Bounds::checkSize(const SendBatch& send) const {
  const BatchConfig& batch = config_.batch;
  const std::size_t items = itemsIn(send.body);
  if (items > std::max(batch.maxMessages, batch.maxBacklogMessages))
    fail("sends " + std::to_string(items) + " messages in one request");
  const std::size_t payloads =
      items > 1 ? std::max(batch.maxBytes, batch.maxBacklogBytes) : batch.maxMessageBytes;
  if (send.body.size() > kHeadBytes + payloads + items * kItemBytes)
    fail("sends a request of " + std::to_string(send.body.size()) + " bytes");
}

void Bounds::checkParting(const SendBatch& send) {
  partingBytes_ += send.body.size();
  if (++partingRequests_ > config_.batch.maxPartingRequests || partingBytes_ > config_.batch.maxPartingBytes)
    fail("leaves behind " + std::to_string(partingRequests_) + " requests of " +
         std::to_string(partingBytes_) + " bytes");
}

void Bounds::counts(const Metrics& metrics) const {
  const auto lived = static_cast<double>((now_ - begunAt_.value_or(now_)).count());
  // A success earns a tenth of a retry, and gives back what its own had cost.
  const double earned =
      config_.budget.capacity + lived / static_cast<double>(config_.budget.refillEvery.count()) +
      static_cast<double>(accepted_) * (1 + config_.budget.perSuccess) + static_cast<double>(grants_) + 1;
  if (static_cast<double>(metrics.retryAttempts) > earned)
    fail("has tried again " + std::to_string(metrics.retryAttempts) + " times, and " +
         std::to_string(earned) + " were earned");
}

void Bounds::sleepsUntil(Time deadline) const {
  const BatchConfig& batch = config_.batch;
  const std::size_t longestBody = std::max({batch.maxBytes, batch.maxBacklogBytes, batch.maxMessageBytes}) +
                                  kItemBytes * batch.maxBacklogMessages;
  const auto steps = static_cast<Duration::rep>(longestBody / (16 * 1024) + 1);
  const Duration longest = std::max({config_.retry.backoff.cap, config_.breaker.maxOpen * 5 / 4,
                                     config_.timeout.attempt + config_.timeout.perSixteenKib * steps,
                                     config_.budget.refillEvery + Duration{1}, notBefore_ - now_});
  if (deadline - now_ > longest)
    Judge::fail("I7", nameOf('t', tab_) + " sleeps for " + std::to_string((deadline - now_).count()) +
                          " ms, and " + std::to_string(longest.count()) + " are the most");
}

}  // namespace holdfast::sim
