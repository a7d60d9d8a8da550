// The circuit breaker: every state and every call.
#include <optional>

#include "Table.h"
#include "breaker/CircuitBreaker.h"

namespace holdfast::exhaustive {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);
constexpr Duration kRest{1'000};
constexpr Duration kLongEnough{10'000};

BreakerConfig twoFailures() {
  BreakerConfig config;
  config.failureThreshold = 2;
  config.open = kRest;
  config.maxOpen = 4 * kRest;
  return config;
}

using Permit = CircuitBreaker::Permit;

struct Bench {
  CircuitBreaker circuit{twoFailures(), 7};
  Time now = kStart;
  Permit stale{};                ///< Of a call that began before the breaker last opened.
  std::optional<Permit> ours{};  ///< Of this epoch, where one is out.

  void acquire() { ours = circuit.tryAcquire(now); }
  void fail() {
    acquire();
    circuit.onFailure(ours.value(), now);
    ours = std::nullopt;
  }
  void open() {
    fail();
    fail();
  }
  void rest() { now += kLongEnough; }

  /// Closed, and it has been open before.
  Bench() {
    stale = circuit.tryAcquire(now).value();
    open();
    rest();
    acquire();
    circuit.onSuccess(ours.value(), now);
    acquire();
  }
};

Bench benchIn(std::string_view state) {
  Bench bench;
  if (state == "closed") return bench;
  if (state == "closed, one failure short") {
    bench.fail();
    bench.acquire();
    return bench;
  }
  bench.open();
  if (state == "open") return bench;
  bench.rest();
  if (state == "open, its rest is over") return bench;
  bench.acquire();
  if (state == "half-open, a probe is under way") return bench;
  bench.circuit.onNeutral(bench.ours.value());
  bench.ours = std::nullopt;
  return bench;
}

/// As whoever calls it can tell.
std::string stateOf(const Bench& bench) {
  const CircuitBreaker& circuit = bench.circuit;
  switch (circuit.state(bench.now)) {
    case BreakerState::Isolated: return "isolated";
    case BreakerState::Open: return "open";
    case BreakerState::HalfOpen:
      if (circuit.probeAt()) return "open, its rest is over";
      return circuit.isOpen(bench.now) ? "half-open, a probe is under way" : "half-open, nobody probes";
    case BreakerState::Closed: break;
  }
  Bench tried = bench;
  tried.fail();
  return tried.circuit.isOpen(tried.now) ? "closed, one failure short" : "closed";
}

/// Up to a quarter longer than it says.
std::string restOf(const Bench& bench) {
  const std::optional<Time> until = bench.circuit.probeAt();
  if (!until || *until <= bench.now) return "";
  return " [rests " + std::to_string((*until - bench.now) / kRest) + " s]";
}

std::string happen(std::string_view state, std::string_view event) {
  Bench bench = benchIn(state);
  EXPECT_EQ(stateOf(bench), state);
  std::string output;
  if (event == "a call asks") {
    output = bench.circuit.tryAcquire(bench.now) ? " [goes]" : " [is refused]";
  } else if (event == "success") {
    bench.circuit.onSuccess(bench.ours.value(), bench.now);
  } else if (event == "failure") {
    bench.circuit.onFailure(bench.ours.value(), bench.now);
    output = restOf(bench);
  } else if (event == "neutral") {
    bench.circuit.onNeutral(bench.ours.value());
  } else if (event == "late success") {
    bench.circuit.onSuccess(bench.stale, bench.now);
  } else if (event == "late failure") {
    bench.circuit.onFailure(bench.stale, bench.now);
  } else if (event == "late neutral") {
    bench.circuit.onNeutral(bench.stale);
  } else if (event == "a second passes") {
    bench.now += kRest;
  } else {
    bench.rest();
  }
  return stateOf(bench) + output;
}

const Table kTable{
    {"closed", "closed, one failure short", "open", "open, its rest is over",
     "half-open, a probe is under way", "half-open, nobody probes"},
    {"a call asks", "success", "failure", "neutral", "late success", "late failure", "late neutral",
     "a second passes", "ten seconds pass"},
    {
        {"closed",
         {"closed [goes]", "closed", "closed, one failure short", "closed", "closed", "closed", "closed",
          "closed", "closed"}},
        {"closed, one failure short",
         {"closed, one failure short [goes]", "closed", "open [rests 1 s]", "closed, one failure short",
          "closed, one failure short", "closed, one failure short", "closed, one failure short",
          "closed, one failure short", "closed, one failure short"}},
        {"open",
         {"open [is refused]", kRuledOut, kRuledOut, kRuledOut, "open", "open", "open", "open",
          "open, its rest is over"}},
        {"open, its rest is over",
         {"half-open, a probe is under way [goes]", kRuledOut, kRuledOut, kRuledOut, "open, its rest is over",
          "open, its rest is over", "open, its rest is over", "open, its rest is over",
          "open, its rest is over"}},
        {"half-open, a probe is under way",
         {"half-open, a probe is under way [is refused]", "closed", "open [rests 2 s]",
          "half-open, nobody probes", "half-open, a probe is under way", "half-open, a probe is under way",
          "half-open, a probe is under way", "half-open, a probe is under way",
          "half-open, a probe is under way"}},
        {"half-open, nobody probes",
         {"half-open, a probe is under way [goes]", kRuledOut, kRuledOut, kRuledOut,
          "half-open, nobody probes", "half-open, nobody probes", "half-open, nobody probes",
          "half-open, nobody probes", "half-open, nobody probes"}},
    }};

TEST(CircuitBreakerTable, HasACellForEveryStateAndEveryCall) { expectNoCellIsMissing(kTable); }

TEST(CircuitBreakerTable, EveryCellIsWhatHappens) { expectEveryCell(kTable, happen); }

}  // namespace
}  // namespace holdfast::exhaustive
