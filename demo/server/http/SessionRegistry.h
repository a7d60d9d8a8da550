// The connections that are open. It bounds their number and lets all of them be stopped.
#pragma once

#include <prometheus/gauge.h>

#include <cstddef>
#include <unordered_set>

namespace holdfast::server {

class HttpSession;

class SessionRegistry {
 public:
  SessionRegistry(std::size_t maxSessions, prometheus::Gauge& count)
      : maxSessions_(maxSessions), count_(count) {}

  [[nodiscard]] bool full() const noexcept { return sessions_.size() >= maxSessions_; }
  [[nodiscard]] bool empty() const noexcept { return sessions_.empty(); }
  void add(HttpSession& session) {
    sessions_.insert(&session);
    count_.Increment();
  }
  void remove(HttpSession& session) {
    sessions_.erase(&session);
    count_.Decrement();
  }

  /// Idle connections close at once, streams end, and the others close behind the answer they are at.
  void stopAll();

 private:
  std::size_t maxSessions_;
  prometheus::Gauge& count_;
  std::unordered_set<HttpSession*> sessions_;
};

}  // namespace holdfast::server
