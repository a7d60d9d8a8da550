// An answer that is generated once and read by whoever asks for it: while it comes into being, and for a
// while afterwards. For one thread.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "completion/CompletionUpstream.h"

namespace holdfast::server {

class KeptAnswer {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit KeptAnswer(const boost::asio::any_io_executor& executor)
      : changed_(executor, Time::max()), nobodyReads_(executor) {}

  void addChunk(std::string_view json);
  /// The last event of an answer that broke off.
  void addError(std::string_view json);
  /// Nothing follows. `failure` is why nothing was generated at all.
  void finish(std::optional<CompletionFailure> failure);

  /// Sends what there is behind the event `lastEventId`, and what follows, to the end.
  Awaitable<std::optional<CompletionFailure>> follow(std::uint64_t lastEventId, CompletionSink& sink);

  [[nodiscard]] bool isFinished() const noexcept { return finishedAt_.has_value(); }
  /// Whether it may answer the same request again.
  [[nodiscard]] bool isWhole() const noexcept { return isFinished() && !failure_ && !error_; }
  /// REQUIRES: isFinished().
  [[nodiscard]] Time finishedAt() const { return finishedAt_.value_or(Time{}); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

  /// Ends the generating.
  boost::asio::cancellation_signal cancel;

 private:
  class Reading;

  Awaitable<void> untilChanged();

  std::deque<std::string> chunks_;
  std::optional<std::string> error_;
  std::optional<CompletionFailure> failure_;
  std::optional<Time> finishedAt_;
  std::size_t bytes_ = 0;
  std::size_t readers_ = 0;
  boost::asio::steady_timer changed_;
  boost::asio::steady_timer nobodyReads_;
};

}  // namespace holdfast::server
