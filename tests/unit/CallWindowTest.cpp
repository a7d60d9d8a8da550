#include "breaker/CallWindow.h"

#include <gtest/gtest.h>

#include <deque>

#include "common/Random.h"

namespace holdfast {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);
constexpr Duration kHour{3'600'000};

CallWindow window(WindowKind kind) {
  BreakerConfig config;
  config.window = kind;
  config.windowCalls = 4;
  config.windowSpan = Duration{1'000};
  return CallWindow{config};
}

TEST(CallWindow, OfCallsHoldsTheLastSoMany) {
  auto calls = window(WindowKind::OfCalls);
  for (int i = 0; i < 3; ++i) calls.record(true, true, kStart);
  for (int i = 0; i < 3; ++i) calls.record(false, false, kStart);
  EXPECT_EQ(calls.totals(kStart), (WindowTotals{4, 1, 1}));
}

TEST(CallWindow, OfCallsForgetsWhatIsOlderThanItsSpan) {
  auto calls = window(WindowKind::OfCalls);
  calls.record(true, false, kStart);
  calls.record(true, false, kStart + Duration{500});
  EXPECT_EQ(calls.totals(kStart + Duration{1'000}), (WindowTotals{2, 2, 0}));
  EXPECT_EQ(calls.totals(kStart + Duration{1'001}), (WindowTotals{1, 1, 0}));
  EXPECT_EQ(calls.totals(kStart + kHour), (WindowTotals{0, 0, 0}));
}

TEST(CallWindow, OfTimeHoldsHoweverManyThereAre) {
  auto time = window(WindowKind::OfTime);
  for (int i = 0; i < 5'000; ++i) time.record(i % 2 == 0, i % 4 == 0, kStart);
  EXPECT_EQ(time.totals(kStart), (WindowTotals{5'000, 2'500, 1'250}));
}

TEST(CallWindow, OfTimeForgetsABucketAtATime) {
  auto time = window(WindowKind::OfTime);
  time.record(true, false, kStart);
  time.record(true, true, kStart + Duration{150});
  EXPECT_EQ(time.totals(kStart + Duration{999}), (WindowTotals{2, 2, 1}));
  EXPECT_EQ(time.totals(kStart + Duration{1'000}), (WindowTotals{1, 1, 1}));
  EXPECT_EQ(time.totals(kStart + Duration{1'100}), (WindowTotals{0, 0, 0}));
}

TEST(CallWindow, HoldsNothingAfterAnIdleHour) {
  for (const WindowKind kind : {WindowKind::OfCalls, WindowKind::OfTime}) {
    auto idle = window(kind);
    for (int i = 0; i < 4; ++i) idle.record(true, true, kStart);
    idle.record(false, false, kStart + kHour);
    EXPECT_EQ(idle.totals(kStart + kHour), (WindowTotals{1, 0, 0}));
  }
}

TEST(CallWindow, OfTimeCountsACallOfThePastIntoItsNewestBucket) {
  auto time = window(WindowKind::OfTime);
  time.record(true, false, kStart + kHour);
  time.record(true, false, kStart);
  EXPECT_EQ(time.totals(kStart + kHour), (WindowTotals{2, 2, 0}));
}

TEST(CallWindow, OfCallsAgreesWithAListThatIsCountedAnew) {
  struct Call {
    Time at;
    bool failed;
  };
  Random random{3};
  auto calls = window(WindowKind::OfCalls);
  std::deque<Call> list;
  Time now = kStart;
  for (int i = 0; i < 10'000; ++i) {
    now += random.between(Duration{0}, Duration{600});
    const bool failed = random.next() % 3 == 0;
    calls.record(failed, !failed, now);
    list.push_back({now, failed});
    if (list.size() > 4) list.pop_front();
    std::erase_if(list, [&](const Call& call) { return now - call.at > Duration{1'000}; });
    WindowTotals expected;
    for (const Call& call : list) expected += WindowTotals::of(call.failed, !call.failed);
    ASSERT_EQ(calls.totals(now), expected) << "call " << i;
  }
}

}  // namespace
}  // namespace holdfast
