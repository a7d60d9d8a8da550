// Stops calls to a backend that fails, and probes for its return.
//
//   Closed ──failures──▶ Open ──its rest is over──▶ HalfOpen (one probe)
//     ▲                   ▲                            │ │
//     └───────────────────┼───────── success ──────────┘ │
//                         └───────── failure (rests twice as long, with jitter)
//
// Each call carries the epoch in which it began; an answer of an earlier epoch counts for nothing, so a
// late answer cannot flip the state.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <variant>

#include "common/Random.h"
#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Time.h"

namespace holdfast {

class CircuitBreaker {
 public:
  /// Leave to make one call. Hand it back with exactly one of the three outcomes.
  struct Permit {
    std::uint32_t epoch = 0;
  };

  CircuitBreaker(BreakerConfig config, std::uint64_t seed) : config_(config), random_(seed) {}

  /// nullopt where the breaker is open, or its probe is under way.
  [[nodiscard]] std::optional<Permit> tryAcquire(Time now);

  void onSuccess(Permit permit, Time now);
  void onFailure(Permit permit, Time now);

  /// The call says nothing about the backend's health (it was aborted, or paced by a 429).
  void onNeutral(Permit permit);

  /// True where a call would be refused now.
  [[nodiscard]] bool isOpen(Time now) const;

  [[nodiscard]] BreakerState state(Time now) const;

  /// When an open breaker lets a probe through; nullopt where it is not open.
  [[nodiscard]] std::optional<Time> probeAt() const;

 private:
  struct Outcome {
    Time at;
    bool failed;
  };
  struct Closed {
    std::uint32_t failuresInRow = 0;
    std::deque<Outcome> window{};
  };
  struct Open {
    Time until;
    Duration rest;
  };
  struct HalfOpen {
    Duration rest;  ///< How long it rested before: the next rest is twice that.
    bool probing = false;
  };

  void open(Duration rest, Time now);
  [[nodiscard]] bool tripsOn(Closed& closed, Time now) const;
  void record(Closed& closed, bool failed, Time now) const;

  BreakerConfig config_;
  Random random_;
  std::uint32_t epoch_ = 0;
  std::variant<Closed, Open, HalfOpen> state_ = Closed{};
};

}  // namespace holdfast
