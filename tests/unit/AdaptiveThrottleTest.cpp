#include "retry/AdaptiveThrottle.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);

/// How many of so many requests get through, where the backend accepts none of them.
int refusedOnes(AdaptiveThrottle& throttle, int requests, Time now) {
  int through = 0;
  for (int i = 0; i < requests; ++i) through += throttle.tryAcquire(now) ? 1 : 0;
  return through;
}

TEST(AdaptiveThrottle, HoldsNothingBackWhileTheBackendAccepts) {
  AdaptiveThrottle throttle{{}, 1};
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(throttle.tryAcquire(kStart));
    throttle.onAccepted(kStart);
  }
  EXPECT_EQ(throttle.rejection(kStart), 0);
}

TEST(AdaptiveThrottle, FollowsTheFormulaOfTheBook) {
  AdaptiveThrottle throttle{{}, 1};
  for (int i = 0; i < 10; ++i) throttle.onAccepted(kStart);
  refusedOnes(throttle, 50, kStart);
  EXPECT_DOUBLE_EQ(throttle.rejection(kStart), (50 - 2.0 * 10) / 51);
}

TEST(AdaptiveThrottle, LetsAFewThroughToABackendThatTakesNone) {
  AdaptiveThrottle throttle{{}, 1};
  const int through = refusedOnes(throttle, 10'000, kStart);
  EXPECT_GE(through, 3) << "it must find out when the backend is back";
  EXPECT_LE(through, 30);
}

TEST(AdaptiveThrottle, ALargerRatioHoldsLessBack) {
  AdaptiveThrottle patient{{4, Duration{120'000}}, 1};
  AdaptiveThrottle strict{{1.1, Duration{120'000}}, 1};
  for (AdaptiveThrottle* throttle : {&patient, &strict}) {
    for (int i = 0; i < 30; ++i) throttle->onAccepted(kStart);
    refusedOnes(*throttle, 100, kStart);
  }
  EXPECT_EQ(patient.rejection(kStart), 0);
  EXPECT_GT(strict.rejection(kStart), 0.6);
}

TEST(AdaptiveThrottle, ForgetsWhatIsOlderThanItsSpan) {
  AdaptiveThrottle throttle{{}, 1};
  refusedOnes(throttle, 1'000, kStart);
  EXPECT_GT(throttle.rejection(kStart), 0.9);
  EXPECT_EQ(throttle.rejection(kStart + Duration{120'000}), 0);
}

}  // namespace
}  // namespace holdfast
