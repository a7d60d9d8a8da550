// Stops calls to a backend that fails, and probes for its return.
//
//   Closed ──failures, slow calls──▶ Open ──its rest is over──▶ HalfOpen (a set number of probes)
//     ▲                               ▲                            │ │
//     └───────────────────────────────┼── all of them succeed ─────┘ │
//                                     └── one fails, or is slow ─────┘   (rests twice as long, with jitter)
//
// isolate() keeps it open from whatever state until reset(). Each call carries the epoch in which it began
// and every transition begins another; an answer of an earlier epoch counts for nothing, so a late answer
// cannot flip the state.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "breaker/CallWindow.h"
#include "common/Random.h"
#include "holdfast/Breaker.h"
#include "holdfast/Config.h"
#include "holdfast/Time.h"

namespace holdfast {

class CircuitBreaker {
 public:
  /// Leave to make one call. Hand it back with exactly one of the three outcomes.
  struct Permit {
    std::uint32_t epoch = 0;
    Time start{};  ///< Read where slow calls are judged.
  };

  CircuitBreaker(BreakerConfig config, std::uint64_t seed)
      : config_(config), random_(seed), state_(Closed{CallWindow{config}}) {}

  /// nullopt where the breaker is open or isolated, or has no probe to give away.
  [[nodiscard]] std::optional<Permit> tryAcquire(Time now);

  void onSuccess(Permit permit, Time now);
  void onFailure(Permit permit, Time now);

  /// The call says nothing about the backend's health (it was aborted, or paced by a 429).
  void onNeutral(Permit permit);

  /// Open until reset().
  void isolate(Time now);
  /// Open as though it had tripped; a half-open one rests twice as long. No effect on an isolated one.
  void forceOpen(Time now);
  /// Closed, with an empty window and its first rest ahead.
  void reset(Time now);

  /// A half-open one is saved as open with its rest over: the next call probes.
  [[nodiscard]] BreakerSnapshot save(Time now) const;
  /// Rests longer than this breaker would take are cut to its own.
  void restore(const BreakerSnapshot& snapshot, Time now);

  /// True where a call would be refused now.
  [[nodiscard]] bool isOpen(Time now) const;

  [[nodiscard]] BreakerState state(Time now) const;

  /// Since when it is in that state; nullopt where it never was in another.
  [[nodiscard]] std::optional<Time> since(Time now) const;

  /// When an open breaker lets a probe through; nullopt where it is not open.
  [[nodiscard]] std::optional<Time> probeAt() const;

  /// Rises with every transition.
  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }

  /// True where, until the epoch changes, every call may go and its start is not read: no need to ask for
  /// each.
  [[nodiscard]] bool isFree() const {
    return std::holds_alternative<Closed>(state_) && config_.slowCall == Duration{0};
  }

  /// The transitions since the last time, oldest first; the newest few, where nobody took them for long.
  [[nodiscard]] std::vector<BreakerTransition> takeTransitions() { return std::exchange(transitions_, {}); }

 private:
  struct Closed {
    CallWindow window;
    std::uint32_t failuresInRow = 0;
  };
  struct Open {
    Time until;
    Duration rest;
  };
  struct HalfOpen {
    Duration rest;  ///< How long it rested before: the next rest is twice that.
    std::uint32_t underWay = 0;
    std::uint32_t succeeded = 0;
  };
  struct Isolated {};
  using State = std::variant<Closed, Open, HalfOpen, Isolated>;

  [[nodiscard]] BreakerState entered() const noexcept { return static_cast<BreakerState>(state_.index()); }
  [[nodiscard]] Closed closedAnew(std::uint32_t failuresInRow = 0) const;
  [[nodiscard]] bool isSlow(Permit permit, Time now) const;
  [[nodiscard]] std::optional<BreakerReason> reasonToOpen(Closed& closed, Time now) const;
  void probeSucceeded(HalfOpen& halfOpen, bool slow, Time now);
  void judge(Closed& closed, Time now);
  void open(Duration rest, BreakerReason reason, Time now);
  void moveTo(State next, BreakerReason reason, Time at);

  BreakerConfig config_;
  Random random_;
  std::uint32_t epoch_ = 0;
  State state_;
  std::optional<Time> changedAt_;
  std::vector<BreakerTransition> transitions_;
};

}  // namespace holdfast
