#include "completion/KeptAnswer.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace holdfast::server {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

/// A coroutine that waits for the answer to change; it belongs to that coroutine.
class KeptAnswer::Watch {
 public:
  Watch(KeptAnswer& answer, const asio::any_io_executor& executor) : answer_(answer), timer_(executor) {
    answer_.watches_.insert(this);
  }
  ~Watch() { answer_.watches_.erase(this); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Returns when something has changed, or at `latest`.
  Awaitable<void> untilChanged(Time latest = Time::max()) {
    timer_.expires_at(latest);
    boost::system::error_code woken;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }

  void wake() { timer_.cancel(); }

 private:
  KeptAnswer& answer_;
  asio::steady_timer timer_;
};

/// One who reads along.
class KeptAnswer::Reading {
 public:
  explicit Reading(KeptAnswer& answer) : answer_(answer) { ++answer_.readers_; }
  ~Reading() {
    if (--answer_.readers_ > 0) return;
    answer_.unreadSince_ = std::chrono::steady_clock::now();
    answer_.wakeAll();
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

 private:
  KeptAnswer& answer_;
};

void KeptAnswer::addChunk(std::string_view json) {
  bytes_ += json.size();
  chunks_.emplace_back(json);
  wakeAll();
}

void KeptAnswer::addError(std::string_view json) {
  error_ = json;
  wakeAll();
}

void KeptAnswer::finish(std::optional<CompletionFailure> failure) {
  failure_ = std::move(failure);
  finishedAt_ = std::chrono::steady_clock::now();
  wakeAll();
}

Awaitable<std::optional<CompletionFailure>> KeptAnswer::follow(std::uint64_t lastEventId,
                                                               CompletionSink& sink) {
  const Reading reading{*this};
  Watch watch{*this, co_await asio::this_coro::executor};
  // Who comes back to an answer under way need not wait for its next event to hear that it goes on.
  if (!chunks_.empty()) co_await sink.begin();
  for (std::uint64_t next = lastEventId;; ++next) {
    while (next >= chunks_.size() && !isFinished()) co_await watch.untilChanged();
    if (next >= chunks_.size()) break;
    if (!co_await sink.sendChunk(chunks_[next])) co_return std::nullopt;
  }
  if (error_ && lastEventId <= chunks_.size()) co_await sink.sendError(*error_);
  co_return failure_;
}

Awaitable<void> KeptAnswer::untilAbandoned() {
  Watch watch{*this, co_await asio::this_coro::executor};
  for (;;) {
    const Time deadline = readers_ > 0 ? Time::max() : unreadSince_ + kPatience;
    if (std::chrono::steady_clock::now() >= deadline) co_return;
    co_await watch.untilChanged(deadline);
  }
}

void KeptAnswer::wakeAll() {
  for (Watch* const watch : watches_) watch->wake();
}

}  // namespace holdfast::server
