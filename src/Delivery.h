// Who may send, and when: the one place where the retry queue, the breaker, the gate and the budget meet.
//
// A lane goes when it is ready, the page is online and not paused, the gate is open, the breaker lets it
// through, and a retry can be paid for. Each thing that stands in the way has a deadline of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_set>
#include <vector>

#include "breaker/CircuitBreaker.h"
#include "common/Deadlines.h"
#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "outbox/Outbox.h"
#include "retry/Gate.h"
#include "retry/RetryBudget.h"
#include "retry/RetryQueue.h"

namespace holdfast {

class Delivery {
 public:
  struct Flight {
    RequestId request = 0;
    LaneId lane = 0;
    CircuitBreaker::Permit permit{};
    Time deadline{};
    bool isRetry = false;
  };

  explicit Delivery(const Config& config);

  void setOnline(bool online, Time now);
  void pause(PauseReason reason) { paused_ = reason; }
  void resume(Time now);
  void expedite(Time now);

  void addLane(LaneId lane, Time now) { retry_.add(lane, now); }
  /// The lane holds something that a person has just written.
  void addUrgentLane(LaneId lane) { retry_.addUrgent(lane); }
  /// The lane has nothing left to send. REQUIRES: it was given by next(), or loads.
  void dropLane(LaneId lane);

  /// The first lane that may send now; nullopt where none may, and the deadlines say when to ask again. It is
  /// the same one until it is launched, loaded or dropped.
  [[nodiscard]] std::optional<LaneId> next(Time now);

  /// The lane given by next() takes its place while its records are read.
  void load(LaneId lane);
  /// The lane's records are there. No effect on a lane that does not load.
  void loaded(LaneId lane, Time now);

  /// A request of the lane given by next().
  const Flight& launch(LaneId lane, std::size_t bodyBytes, Time now);

  /// The number of a request that nobody waits for; nullopt where nothing may be sent now.
  [[nodiscard]] std::optional<RequestId> launchParting(Time now);
  [[nodiscard]] bool hasFailed(LaneId lane) const { return retry_.failures(lane) > 0; }

  /// Forgets every lane and every flight: another tab sends from now on. Returns the requests to abort.
  [[nodiscard]] std::vector<RequestId> standDown();

  /// Takes the flight out of the table; nullopt where the request is unknown or was given up on.
  [[nodiscard]] std::optional<Flight> land(RequestId request);

  /// Requests that are past their deadline. REQUIRES: each is landed before the next call.
  [[nodiscard]] std::vector<RequestId> overdue(Time now) const;

  /// How a flight ended. The lane is gone from the retry queue after `accepted`, else it goes again.
  void accepted(const Flight& flight, Time now);
  void refused(const Flight& flight, Time now);
  void failed(const Flight& flight, Time now);
  void paced(const Flight& flight, Time now);
  void misplaced(const Flight& flight, Time now);
  /// False where the backend has now said so twice in a row, and delivery is paused.
  bool unauthorized(const Flight& flight, Time now);

  void closeGate(Time until, Time now) { gate_.closeUntil(until, now); }

  [[nodiscard]] BreakerState breakerState(Time now) const { return breaker_.state(now); }
  [[nodiscard]] std::optional<Time> breakerSince(Time now) const { return breaker_.since(now); }
  [[nodiscard]] std::optional<Time> breakerProbeAt(Time now) const {
    return breaker_.state(now) == BreakerState::Open ? breaker_.probeAt() : std::nullopt;
  }
  [[nodiscard]] bool online() const noexcept { return online_; }
  [[nodiscard]] PauseReason paused() const noexcept { return paused_; }
  [[nodiscard]] std::optional<Time> nextAttemptAt() const { return waits_.earliest(); }
  [[nodiscard]] std::optional<Time> nextDeadline() const;

 private:
  enum class Wait { Backoff, Gate, Breaker, Count };

  [[nodiscard]] bool hasPlaceFor(LaneId lane) const;
  void releaseUnpaid(Time now);

  Config config_;
  RetryQueue retry_;
  CircuitBreaker breaker_;
  RetryBudget budget_;
  Gate gate_;
  Deadlines<Wait> waits_;
  std::map<RequestId, Flight> flights_;
  std::unordered_set<LaneId> loading_;
  /// Lanes whose retry could not be paid for.
  std::vector<LaneId> unpaid_;
  RequestId lastRequest_ = 0;
  bool online_ = true;
  PauseReason paused_ = PauseReason::None;
  /// The newest request that was under way when the backend first said 401 or 403.
  std::optional<RequestId> unauthorizedSince_;
};

}  // namespace holdfast
