#include "retry/Gate.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);
constexpr Duration kLongest{900'000};

TEST(Gate, IsOpenAtFirst) { EXPECT_TRUE(Gate{kLongest}.isOpen(kStart)); }

TEST(Gate, OpensAtTheTimeThatWasGiven) {
  Gate gate{kLongest};
  gate.closeUntil(kStart + Duration{500}, kStart);
  EXPECT_FALSE(gate.isOpen(kStart + Duration{499}));
  EXPECT_EQ(gate.opensAt(kStart), kStart + Duration{500});
  EXPECT_TRUE(gate.isOpen(kStart + Duration{500}));
  EXPECT_EQ(gate.opensAt(kStart + Duration{500}), std::nullopt);
}

TEST(Gate, AShorterWishDoesNotOpenItEarlier) {
  Gate gate{kLongest};
  gate.closeUntil(kStart + Duration{500}, kStart);
  gate.closeUntil(kStart + Duration{100}, kStart);
  EXPECT_FALSE(gate.isOpen(kStart + Duration{499}));
}

TEST(Gate, AWishBeyondTheMaximumIsClamped) {
  Gate gate{kLongest};
  gate.closeUntil(kStart + std::chrono::hours{48}, kStart);
  EXPECT_TRUE(gate.isOpen(kStart + kLongest));
}

TEST(Gate, AWishForThePastChangesNothing) {
  Gate gate{kLongest};
  gate.closeUntil(kStart - Duration{1}, kStart);
  EXPECT_TRUE(gate.isOpen(kStart));
}

TEST(Gate, ALongerWishKeepsItShutForLonger) {
  Gate gate{kLongest};
  gate.closeUntil(kStart + Duration{100}, kStart);
  gate.closeUntil(kStart + Duration{500}, kStart);
  EXPECT_EQ(gate.opensAt(kStart), kStart + Duration{500});
}

}  // namespace
}  // namespace holdfast
