// What a circuit breaker tells of itself: its states, how it came from one to the next, and what outlives a
// page.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "holdfast/Time.h"

namespace holdfast {

/// `Isolated`: open until somebody resets it.
enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen, Isolated };

/// Source of the names: this function alone, as with the reasons below.
[[nodiscard]] constexpr std::string_view nameOf(BreakerState state) noexcept {
  switch (state) {
    case BreakerState::Closed: return "closed";
    case BreakerState::Open: return "open";
    case BreakerState::HalfOpen: return "half-open";
    case BreakerState::Isolated: return "isolated";
  }
  return "unknown";
}

/// Why a breaker changed.
enum class BreakerReason : std::uint8_t {
  FailuresInRow,    ///< As many calls failed one after the other as it allows.
  FailureRate,      ///< Too large a share of the window failed.
  SlowRate,         ///< Too large a share of the window was slow.
  RestOver,         ///< It has rested, and probes.
  ProbeFailed,      ///< A probe failed.
  ProbeSlow,        ///< A probe succeeded, and took too long.
  ProbesSucceeded,  ///< As many probes succeeded as it wants.
  Forced,           ///< Somebody opened it.
  Isolated,         ///< Somebody opened it for good.
  Reset,            ///< Somebody closed it.
  Restored,         ///< It is as it was saved.
};

[[nodiscard]] constexpr std::string_view nameOf(BreakerReason reason) noexcept {
  switch (reason) {
    case BreakerReason::FailuresInRow: return "failures-in-row";
    case BreakerReason::FailureRate: return "failure-rate";
    case BreakerReason::SlowRate: return "slow-rate";
    case BreakerReason::RestOver: return "rest-over";
    case BreakerReason::ProbeFailed: return "probe-failed";
    case BreakerReason::ProbeSlow: return "probe-slow";
    case BreakerReason::ProbesSucceeded: return "probes-succeeded";
    case BreakerReason::Forced: return "forced";
    case BreakerReason::Isolated: return "isolated";
    case BreakerReason::Reset: return "reset";
    case BreakerReason::Restored: return "restored";
  }
  return "unknown";
}

struct BreakerTransition {
  BreakerState from = BreakerState::Closed;
  BreakerState to = BreakerState::Closed;
  /// For RestOver when the rest was over, though the next call is the first to notice.
  Time at{};
  BreakerReason reason = BreakerReason::Reset;
  /// When it will probe; set where `to` is Open.
  std::optional<Time> until = std::nullopt;

  bool operator==(const BreakerTransition&) const = default;
};

/// A breaker without its window: what calls did minutes ago says little when a page comes back.
struct BreakerSnapshot {
  BreakerState state = BreakerState::Closed;
  std::uint32_t failuresInRow = 0;  ///< Where it is closed.
  Time until{};                     ///< When an open one probes.
  Duration rest{};                  ///< How long it rests, or rested: what the next rest doubles.

  bool operator==(const BreakerSnapshot&) const = default;
};

}  // namespace holdfast
