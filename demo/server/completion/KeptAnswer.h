// An answer that is generated once and read by whoever asks for it: while it comes into being, and for a
// while afterwards. For one thread. It may outlive the executor of those who read it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_set>

#include "completion/CompletionUpstream.h"

namespace holdfast::server {

class KeptAnswer {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void addChunk(std::string_view json);
  /// The last event of an answer that broke off.
  void addError(std::string_view json);
  /// Nothing follows. `failure` is why nothing was generated at all.
  void finish(std::optional<CompletionFailure> failure);

  /// Sends what there is behind the event `lastEventId`, and what follows, to the end.
  Awaitable<std::optional<CompletionFailure>> follow(std::uint64_t lastEventId, CompletionSink& sink);

  /// Returns when nobody has read along for ten seconds: a client whose network broke comes back within them,
  /// and one that left for good costs no more than that.
  Awaitable<void> untilAbandoned();

  [[nodiscard]] bool isFinished() const noexcept { return finishedAt_.has_value(); }
  /// Whether it may answer the same request again.
  [[nodiscard]] bool isWhole() const noexcept { return isFinished() && !failure_ && !error_; }
  /// REQUIRES: isFinished().
  [[nodiscard]] Time finishedAt() const { return finishedAt_.value_or(Time{}); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  class Watch;
  class Reading;

  void wakeAll();

  std::deque<std::string> chunks_;
  std::optional<std::string> error_;
  std::optional<CompletionFailure> failure_;
  std::optional<Time> finishedAt_;
  std::size_t bytes_ = 0;
  std::size_t readers_ = 0;
  Time unreadSince_ = std::chrono::steady_clock::now();  ///< While there are no readers.
  std::unordered_set<Watch*> watches_;
};

}  // namespace holdfast::server
