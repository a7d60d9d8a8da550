// The connections that are open. It bounds their number and lets all of them be stopped.
#pragma once

#include <cstddef>
#include <unordered_set>

namespace holdfast::server {

class HttpSession;

class SessionRegistry {
 public:
  static constexpr std::size_t kMaxSessions = 1024;

  [[nodiscard]] bool full() const noexcept { return sessions_.size() >= kMaxSessions; }
  [[nodiscard]] bool empty() const noexcept { return sessions_.empty(); }
  void add(HttpSession& session) { sessions_.insert(&session); }
  void remove(HttpSession& session) { sessions_.erase(&session); }

  /// Idle connections close at once, streams end, and the others close behind the answer they are at.
  void stopAll();

 private:
  std::unordered_set<HttpSession*> sessions_;
};

}  // namespace holdfast::server
