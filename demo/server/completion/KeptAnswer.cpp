#include "completion/KeptAnswer.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace holdfast::server {

namespace asio = boost::asio;

namespace {

/// How long the generating goes on without a reader: a client whose network broke comes back within it, and
/// one that left for good costs no more than this.
constexpr std::chrono::seconds kPatience{10};

}  // namespace

/// One who reads along. When the last one goes, the patience begins to run.
class KeptAnswer::Reading {
 public:
  explicit Reading(KeptAnswer& answer) : answer_(answer) {
    ++answer_.readers_;
    answer_.nobodyReads_.cancel();
  }
  ~Reading() {
    if (--answer_.readers_ > 0 || answer_.isFinished()) return;
    answer_.nobodyReads_.expires_after(kPatience);
    answer_.nobodyReads_.async_wait([&answer = answer_](const boost::system::error_code& error) {
      if (!error) answer.cancel.emit(asio::cancellation_type::terminal);
    });
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

 private:
  KeptAnswer& answer_;
};

void KeptAnswer::addChunk(std::string_view json) {
  bytes_ += json.size();
  chunks_.emplace_back(json);
  changed_.cancel();
}

void KeptAnswer::addError(std::string_view json) {
  error_ = json;
  changed_.cancel();
}

void KeptAnswer::finish(std::optional<CompletionFailure> failure) {
  failure_ = std::move(failure);
  finishedAt_ = std::chrono::steady_clock::now();
  nobodyReads_.cancel();
  changed_.cancel();
}

Awaitable<std::optional<CompletionFailure>> KeptAnswer::follow(std::uint64_t lastEventId,
                                                               CompletionSink& sink) {
  const Reading reading{*this};
  // Who comes back to an answer under way need not wait for its next event to hear that it goes on.
  if (!chunks_.empty()) co_await sink.begin();
  for (std::uint64_t next = lastEventId;; ++next) {
    while (next >= chunks_.size() && !isFinished()) co_await untilChanged();
    if (next >= chunks_.size()) break;
    if (!co_await sink.sendChunk(chunks_[next])) co_return std::nullopt;
  }
  if (error_ && lastEventId <= chunks_.size()) co_await sink.sendError(*error_);
  co_return failure_;
}

Awaitable<void> KeptAnswer::untilChanged() {
  boost::system::error_code cancelled;
  co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

}  // namespace holdfast::server
