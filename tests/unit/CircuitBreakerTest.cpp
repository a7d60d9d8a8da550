#include "breaker/CircuitBreaker.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using std::chrono::milliseconds;

constexpr Time kStart = timeFromMs(1'000'000);

CircuitBreaker breaker(BreakerConfig config = {}) { return CircuitBreaker{config, 7}; }

void fail(CircuitBreaker& circuit, int times, Time now) {
  for (int i = 0; i < times; ++i) circuit.onFailure(circuit.tryAcquire(now).value(), now);
}

Time rested(const CircuitBreaker& circuit) { return circuit.probeAt().value(); }

TEST(CircuitBreaker, StaysClosedBelowTheThresholdOfFailuresInARow) {
  auto circuit = breaker();
  fail(circuit, 4, kStart);
  EXPECT_EQ(circuit.state(kStart), BreakerState::Closed);
  circuit.onSuccess(circuit.tryAcquire(kStart).value(), kStart);
  fail(circuit, 4, kStart);
  EXPECT_EQ(circuit.state(kStart), BreakerState::Closed);
}

TEST(CircuitBreaker, OpensAtTheFifthFailureInARowAndRefusesCalls) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  EXPECT_EQ(circuit.state(kStart), BreakerState::Open);
  EXPECT_TRUE(circuit.isOpen(kStart));
  EXPECT_FALSE(circuit.tryAcquire(kStart));
}

TEST(CircuitBreaker, RestsAtLeastItsOpenTimeAndAtMostAQuarterLonger) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  EXPECT_GE(rested(circuit), kStart + milliseconds{5'000});
  EXPECT_LE(rested(circuit), kStart + milliseconds{6'250});
}

TEST(CircuitBreaker, LetsOneProbeThroughWhenItsRestIsOver) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  const Time later = rested(circuit);
  EXPECT_EQ(circuit.state(later), BreakerState::HalfOpen);
  EXPECT_FALSE(circuit.isOpen(later));
  EXPECT_TRUE(circuit.tryAcquire(later));
  EXPECT_FALSE(circuit.tryAcquire(later));
  EXPECT_TRUE(circuit.isOpen(later));
}

TEST(CircuitBreaker, ClosesWhenTheProbeSucceeds) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  const Time later = rested(circuit);
  circuit.onSuccess(circuit.tryAcquire(later).value(), later);
  EXPECT_EQ(circuit.state(later), BreakerState::Closed);
  fail(circuit, 4, later);
  EXPECT_EQ(circuit.state(later), BreakerState::Closed) << "the failures from before the outage still count";
}

TEST(CircuitBreaker, ReopensForTwiceAsLongWhenTheProbeFails) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  const Time later = rested(circuit);
  fail(circuit, 1, later);
  EXPECT_EQ(circuit.state(later), BreakerState::Open);
  EXPECT_GE(rested(circuit), later + milliseconds{10'000});
  EXPECT_LE(rested(circuit), later + milliseconds{12'500});
}

TEST(CircuitBreaker, NeverRestsLongerThanTheMaximumAndItsJitter) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  Time now = kStart;
  for (int i = 0; i < 10; ++i) {
    now = rested(circuit);
    fail(circuit, 1, now);
  }
  EXPECT_GE(rested(circuit), now + milliseconds{60'000});
  EXPECT_LE(rested(circuit), now + milliseconds{75'000});
}

TEST(CircuitBreaker, AnotherProbeMayGoWhenOneSaidNothing) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  const Time later = rested(circuit);
  circuit.onNeutral(circuit.tryAcquire(later).value());
  EXPECT_EQ(circuit.state(later), BreakerState::HalfOpen);
  EXPECT_TRUE(circuit.tryAcquire(later));
}

TEST(CircuitBreaker, LateAnswersOfAnEarlierEpochCountForNothing) {
  auto circuit = breaker();
  const auto slow = circuit.tryAcquire(kStart).value();
  fail(circuit, 5, kStart);
  circuit.onSuccess(slow, kStart);
  EXPECT_EQ(circuit.state(kStart), BreakerState::Open) << "a late success closed it";

  const Time later = rested(circuit);
  const auto probe = circuit.tryAcquire(later).value();
  circuit.onFailure(slow, later);
  EXPECT_EQ(circuit.state(later), BreakerState::HalfOpen) << "a late failure reopened it";
  circuit.onSuccess(probe, later);
  EXPECT_EQ(circuit.state(later), BreakerState::Closed);
}

TEST(CircuitBreaker, OpensWhenHalfOfEnoughCallsFailed) {
  auto circuit = breaker();
  for (int i = 0; i < 5; ++i) {
    circuit.onSuccess(circuit.tryAcquire(kStart).value(), kStart);
    EXPECT_EQ(circuit.state(kStart), BreakerState::Closed);
    fail(circuit, 1, kStart);
  }
  EXPECT_EQ(circuit.state(kStart), BreakerState::Open);
}

TEST(CircuitBreaker, FailuresFromBeforeTheWindowSayNothing) {
  auto circuit = breaker();
  for (int i = 0; i < 4; ++i) {
    circuit.onSuccess(circuit.tryAcquire(kStart).value(), kStart);
    fail(circuit, 1, kStart);
  }
  const Time anHourLater = kStart + std::chrono::hours{1};
  circuit.onSuccess(circuit.tryAcquire(anHourLater).value(), anHourLater);
  fail(circuit, 1, anHourLater);
  EXPECT_EQ(circuit.state(anHourLater), BreakerState::Closed);
}

TEST(CircuitBreaker, IsOpenToAProbeUnlessOneIsUnderWay) {
  auto circuit = breaker();
  fail(circuit, 5, kStart);
  EXPECT_TRUE(circuit.isOpen(kStart));
  const Time later = rested(circuit);
  EXPECT_FALSE(circuit.isOpen(later));
  const auto probe = circuit.tryAcquire(later).value();
  EXPECT_TRUE(circuit.isOpen(later));
  circuit.onNeutral(probe);
  EXPECT_FALSE(circuit.isOpen(later));
}

TEST(CircuitBreaker, ALatePermitEndsNoProbe) {
  auto circuit = breaker();
  const auto slow = circuit.tryAcquire(kStart).value();
  fail(circuit, 5, kStart);
  const Time later = rested(circuit);
  ASSERT_TRUE(circuit.tryAcquire(later));
  circuit.onNeutral(slow);
  EXPECT_EQ(circuit.tryAcquire(later), std::nullopt) << "a second probe went";
}

}  // namespace
}  // namespace holdfast
