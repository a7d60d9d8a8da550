// What is set, saved and told of a breaker; CircuitBreakerTest.cpp has what it does by default.
#include <gtest/gtest.h>

#include "breaker/CircuitBreaker.h"

namespace holdfast {
namespace {

using State = BreakerState;
using Reason = BreakerReason;

constexpr Time kStart = timeFromMs(1'000'000);
constexpr Duration kSlow{100};

BreakerConfig withProbes(std::uint32_t probes) {
  BreakerConfig config;
  config.probes = probes;
  return config;
}

BreakerConfig slowCallsLimited() {
  BreakerConfig config;
  config.slowCall = kSlow;
  config.slowRate = 0.5;
  config.minimumCalls = 4;
  return config;
}

void succeed(CircuitBreaker& circuit, int times, Time now, Duration took = Duration{0}) {
  for (int i = 0; i < times; ++i) circuit.onSuccess(circuit.tryAcquire(now).value(), now + took);
}

void fail(CircuitBreaker& circuit, int times, Time now) {
  for (int i = 0; i < times; ++i) circuit.onFailure(circuit.tryAcquire(now).value(), now);
}

std::vector<Reason> reasonsOf(CircuitBreaker& circuit) {
  std::vector<Reason> reasons;
  for (const auto& transition : circuit.takeTransitions()) reasons.push_back(transition.reason);
  return reasons;
}

TEST(CircuitBreakerControl, GivesAwayAsManyProbesAsItWantsAndNoMore) {
  CircuitBreaker circuit{withProbes(3), 7};
  fail(circuit, 5, kStart);
  const Time later = *circuit.probeAt();
  const auto first = *circuit.tryAcquire(later);
  ASSERT_TRUE(circuit.tryAcquire(later));
  ASSERT_TRUE(circuit.tryAcquire(later));
  EXPECT_FALSE(circuit.tryAcquire(later));
  circuit.onSuccess(first, later);
  EXPECT_TRUE(circuit.isOpen(later)) << "one that is done counts too";
  EXPECT_FALSE(circuit.tryAcquire(later));
}

TEST(CircuitBreakerControl, ClosesWhenAllProbesHaveSucceeded) {
  CircuitBreaker circuit{withProbes(3), 7};
  fail(circuit, 5, kStart);
  const Time later = *circuit.probeAt();
  succeed(circuit, 2, later);
  EXPECT_EQ(circuit.state(later), State::HalfOpen);
  succeed(circuit, 1, later);
  EXPECT_EQ(circuit.state(later), State::Closed);
}

TEST(CircuitBreakerControl, TheFirstProbeThatFailsReopensItAndTheOthersCountForNothing) {
  CircuitBreaker circuit{withProbes(3), 7};
  fail(circuit, 5, kStart);
  const Time later = *circuit.probeAt();
  const auto other = *circuit.tryAcquire(later);
  succeed(circuit, 1, later);
  fail(circuit, 1, later);
  const Time until = *circuit.probeAt();
  EXPECT_GE(until, later + Duration{10'000});
  circuit.onFailure(other, later);
  circuit.onSuccess(other, later);
  EXPECT_EQ(circuit.probeAt(), until) << "it rests twice as long for each failed outage, not for each probe";
}

TEST(CircuitBreakerControl, OpensWhenTooManyCallsAreSlow) {
  CircuitBreaker circuit{slowCallsLimited(), 7};
  succeed(circuit, 2, kStart);
  succeed(circuit, 1, kStart, kSlow + Duration{1});
  EXPECT_EQ(circuit.state(kStart), State::Closed);
  succeed(circuit, 1, kStart, kSlow + Duration{1});
  EXPECT_EQ(circuit.state(kStart), State::Open);
  EXPECT_EQ(reasonsOf(circuit), std::vector{Reason::SlowRate});
}

TEST(CircuitBreakerControl, ACallThatTakesAsLongAsItMayIsNotSlow) {
  CircuitBreaker circuit{slowCallsLimited(), 7};
  succeed(circuit, 10, kStart, kSlow);
  EXPECT_EQ(circuit.state(kStart), State::Closed);
}

TEST(CircuitBreakerControl, ASlowProbeReopensIt) {
  CircuitBreaker circuit{slowCallsLimited(), 7};
  fail(circuit, 4, kStart);
  const Time later = *circuit.probeAt();
  succeed(circuit, 1, later, kSlow + Duration{1});
  EXPECT_EQ(circuit.state(later), State::Open);
  EXPECT_EQ(reasonsOf(circuit), (std::vector{Reason::FailureRate, Reason::RestOver, Reason::ProbeSlow}));
}

TEST(CircuitBreakerControl, JudgesOnlyWhatItIsToldTo) {
  BreakerConfig config;
  config.failureThreshold = 0;
  config.failureRate = 0;
  config.slowCall = kSlow;
  CircuitBreaker circuit{config, 7};
  fail(circuit, 50, kStart);
  EXPECT_EQ(circuit.state(kStart), State::Closed);
}

TEST(CircuitBreakerControl, FailuresOfATimeWindowAreForgottenAfterAnIdleHour) {
  BreakerConfig config;
  config.failureThreshold = 0;
  config.window = WindowKind::OfTime;
  CircuitBreaker circuit{config, 7};
  fail(circuit, 9, kStart);
  const Time anHourLater = kStart + std::chrono::hours{1};
  fail(circuit, 1, anHourLater);
  EXPECT_EQ(circuit.state(anHourLater), State::Closed);
  fail(circuit, 9, anHourLater);
  EXPECT_EQ(circuit.state(anHourLater), State::Open);
}

TEST(CircuitBreakerControl, AnIsolatedOneIsOpenUntilItIsReset) {
  CircuitBreaker circuit{{}, 7};
  const auto underWay = *circuit.tryAcquire(kStart);
  circuit.isolate(kStart);
  circuit.isolate(kStart);
  circuit.forceOpen(kStart);
  circuit.onSuccess(underWay, kStart);
  const Time nextWeek = kStart + std::chrono::hours{7 * 24};
  EXPECT_EQ(circuit.state(nextWeek), State::Isolated);
  EXPECT_TRUE(circuit.isOpen(nextWeek));
  EXPECT_FALSE(circuit.tryAcquire(nextWeek));
  circuit.reset(nextWeek);
  EXPECT_EQ(circuit.state(nextWeek), State::Closed);
  EXPECT_EQ(reasonsOf(circuit), (std::vector{Reason::Isolated, Reason::Reset}));
}

TEST(CircuitBreakerControl, ForcedOpenItRestsAsThoughItHadTripped) {
  CircuitBreaker circuit{{}, 7};
  circuit.forceOpen(kStart);
  EXPECT_EQ(circuit.state(kStart), State::Open);
  EXPECT_GE(*circuit.probeAt(), kStart + Duration{5'000});
  const Time later = *circuit.probeAt();
  circuit.forceOpen(later);
  EXPECT_LE(*circuit.probeAt(), later + Duration{6'250}) << "an open one begins its rest anew";
  const Time probing = *circuit.probeAt();
  ASSERT_TRUE(circuit.tryAcquire(probing));
  circuit.forceOpen(probing);
  EXPECT_GE(*circuit.probeAt(), probing + Duration{10'000}) << "a half-open one rests twice as long";
}

TEST(CircuitBreakerControl, AResetForgetsFailuresAndCallsThatAreUnderWay) {
  CircuitBreaker circuit{{}, 7};
  const auto underWay = *circuit.tryAcquire(kStart);
  fail(circuit, 4, kStart);
  circuit.reset(kStart);
  circuit.onFailure(underWay, kStart);
  fail(circuit, 4, kStart);
  EXPECT_EQ(circuit.state(kStart), State::Closed);
  EXPECT_TRUE(circuit.takeTransitions().empty()) << "it was closed before";
}

TEST(CircuitBreakerControl, TellsItsTransitionsOnceWithTimesAndReasons) {
  CircuitBreaker circuit{{}, 7};
  EXPECT_EQ(circuit.since(kStart), std::nullopt);
  fail(circuit, 5, kStart);
  const Time until = *circuit.probeAt();
  EXPECT_EQ(circuit.since(kStart), kStart);
  EXPECT_EQ(circuit.since(until + Duration{50}), until) << "half-open since its rest was over";
  succeed(circuit, 1, until + Duration{70});
  EXPECT_EQ(circuit.takeTransitions(),
            (std::vector<BreakerTransition>{
                {State::Closed, State::Open, kStart, Reason::FailuresInRow, until},
                {State::Open, State::HalfOpen, until, Reason::RestOver},
                {State::HalfOpen, State::Closed, until + Duration{70}, Reason::ProbesSucceeded}}));
  EXPECT_TRUE(circuit.takeTransitions().empty());
}

TEST(CircuitBreakerControl, KeepsTheNewestTransitionsThatNobodyTakes) {
  CircuitBreaker circuit{{}, 7};
  for (int i = 0; i < 40; ++i) circuit.forceOpen(kStart + Duration{i});
  const auto transitions = circuit.takeTransitions();
  ASSERT_EQ(transitions.size(), 16U);
  EXPECT_EQ(transitions.back().at, kStart + Duration{39});
}

TEST(CircuitBreakerControl, IsFreeWhileEveryCallMayGoAndNoneIsTimed) {
  CircuitBreaker circuit{{}, 7};
  EXPECT_TRUE(circuit.isFree());
  circuit.forceOpen(kStart);
  EXPECT_FALSE(circuit.isFree());
  EXPECT_FALSE((CircuitBreaker{slowCallsLimited(), 7}).isFree());
}

TEST(CircuitBreakerControl, ComesBackOpenAsItWasSaved) {
  CircuitBreaker saved{{}, 7};
  fail(saved, 5, kStart);
  CircuitBreaker circuit{{}, 8};
  circuit.restore(saved.save(kStart), kStart + Duration{50});
  EXPECT_EQ(circuit.state(kStart + Duration{50}), State::Open);
  EXPECT_EQ(circuit.probeAt(), saved.probeAt());
  EXPECT_EQ(reasonsOf(circuit), std::vector{Reason::Restored});
}

TEST(CircuitBreakerControl, HalfOpenComesBackAsOpenWithItsRestOver) {
  CircuitBreaker saved{{}, 7};
  fail(saved, 5, kStart);
  const Time later = *saved.probeAt();
  ASSERT_TRUE(saved.tryAcquire(later));
  EXPECT_EQ(saved.save(later), (BreakerSnapshot{State::Open, 0, later, Duration{5'000}}));
  CircuitBreaker circuit{{}, 8};
  circuit.restore(saved.save(later), later);
  EXPECT_FALSE(circuit.isOpen(later)) << "the probe that went with its page would block it for ever";
  fail(circuit, 1, later);
  EXPECT_GE(*circuit.probeAt(), later + Duration{10'000}) << "it has rested before";
}

TEST(CircuitBreakerControl, ASnapshotThatIsHalfOpenIsTakenForOpen) {
  CircuitBreaker circuit{{}, 8};
  circuit.restore({State::HalfOpen, 0, kStart, Duration{5'000}}, kStart);
  EXPECT_EQ(circuit.state(kStart), State::HalfOpen);
  EXPECT_TRUE(circuit.tryAcquire(kStart));
}

TEST(CircuitBreakerControl, ACallThatSaysNothingChangesNothingWhereItIsClosed) {
  CircuitBreaker circuit{{}, 7};
  fail(circuit, 4, kStart);
  circuit.onNeutral(*circuit.tryAcquire(kStart));
  fail(circuit, 1, kStart);
  EXPECT_EQ(circuit.state(kStart), State::Open) << "it broke the row";
}

TEST(CircuitBreakerControl, AFailureAmongManySuccessesDoesNotOpenIt) {
  CircuitBreaker circuit{{}, 7};
  succeed(circuit, 15, kStart);
  fail(circuit, 1, kStart);
  EXPECT_EQ(circuit.state(kStart), State::Closed);
}

TEST(CircuitBreakerControl, FailuresInARowComeBack) {
  CircuitBreaker saved{{}, 7};
  fail(saved, 4, kStart);
  CircuitBreaker circuit{{}, 8};
  circuit.restore(saved.save(kStart), kStart);
  fail(circuit, 1, kStart);
  EXPECT_EQ(circuit.state(kStart), State::Open);
}

TEST(CircuitBreakerControl, AnIsolatedOneComesBackIsolated) {
  CircuitBreaker saved{{}, 7};
  saved.isolate(kStart);
  CircuitBreaker circuit{{}, 8};
  circuit.restore(saved.save(kStart), kStart);
  EXPECT_EQ(circuit.state(kStart), State::Isolated);
}

TEST(CircuitBreakerControl, ARestBeyondItsOwnIsCut) {
  CircuitBreaker circuit{{}, 8};
  circuit.restore({State::Open, 0, kStart + std::chrono::hours{99}, std::chrono::hours{98}}, kStart);
  EXPECT_EQ(circuit.probeAt(), kStart + Duration{75'000});
  circuit.restore({State::Open, 0, kStart + std::chrono::hours{99}, Duration{0}}, kStart);
  EXPECT_EQ(circuit.probeAt(), kStart + Duration{1});
}

}  // namespace
}  // namespace holdfast
