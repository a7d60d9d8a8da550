// The Web Lock that makes a tab the leader: granted first come, first served, and stolen by who may not wait.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "Fingerprint.h"
#include "Sim.h"

namespace holdfast::sim {

class Lock {
 public:
  explicit Lock(Sim& sim) : sim_(sim) {}

  /// Waits for the lock. The tab is told by LockGranted with the number that this gives.
  std::uint32_t request(TabId tab) {
    waiting_.push_back({tab, ++lastRequest_});
    grantNext();
    return lastRequest_;
  }

  /// Takes it from whoever has it, who is told by LockStolen.
  std::uint32_t steal(TabId tab) {
    if (holder_) sim_.agenda.in(sim_.upTo(5), LockStolen{holder_->tab, holder_->request});
    holder_ = Request{tab, ++lastRequest_};
    sim_.agenda.in(sim_.upTo(5), LockGranted{tab, lastRequest_});
    return lastRequest_;
  }

  /// Gives it up, or waits no longer.
  void release(std::uint32_t request) {
    std::erase_if(waiting_, [&](const Request& other) { return other.request == request; });
    if (holder_ && holder_->request == request) holder_ = std::nullopt;
    grantNext();
  }

  [[nodiscard]] std::uint64_t fingerprint() const {
    Fingerprint print;
    print.add(lastRequest_).add(holder_ ? holder_->request : 0);
    for (const Request& request : waiting_) print.add(request.tab).add(request.request);
    return print.value();
  }

 private:
  struct Request {
    TabId tab = 0;
    std::uint32_t request = 0;
  };

  void grantNext() {
    if (holder_ || waiting_.empty()) return;
    holder_ = waiting_.front();
    waiting_.pop_front();
    sim_.agenda.in(sim_.upTo(5), LockGranted{holder_->tab, holder_->request});
  }

  Sim& sim_;
  std::uint32_t lastRequest_ = 0;
  std::optional<Request> holder_;
  std::deque<Request> waiting_;
};

}  // namespace holdfast::sim
