#include "codec/BreakerCodec.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace holdfast::codec {
namespace {

std::string fieldOf(std::string_view text) {
  const auto snapshot = decodeSnapshot(text);
  return snapshot ? "" : snapshot.error().field;
}

TEST(BreakerCodec, ASnapshotComesBackAsItWas) {
  for (const BreakerState state :
       {BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen, BreakerState::Isolated}) {
    const BreakerSnapshot snapshot{state, 3, timeFromMs(1'763'800'000'000), Duration{10'000}};
    const auto back = decodeSnapshot(encodeSnapshot(snapshot));
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back.value(), snapshot);
  }
}

TEST(BreakerCodec, TheLayoutOfASnapshotIsKept) {
  EXPECT_EQ(encodeSnapshot({BreakerState::Open, 0, timeFromMs(17), Duration{5}}),
            R"({"version":1,"state":"open","failuresInRow":0,"until":17,"rest":5})");
}

TEST(BreakerCodec, WhatIsNoSoundSnapshotIsNamed) {
  EXPECT_EQ(decodeSnapshot("nonsense").error().code, ErrorCode::InvalidJson);
  EXPECT_EQ(fieldOf(R"({"version":2,"state":"open","failuresInRow":0,"until":1,"rest":1})"), "version");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":"ajar","failuresInRow":0,"until":1,"rest":1})"), "state");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":7,"failuresInRow":0,"until":1,"rest":1})"), "state");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":"open","failuresInRow":-1,"until":1,"rest":1})"),
            "failuresInRow");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":"open","failuresInRow":4294967296,"until":1,"rest":1})"),
            "failuresInRow");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":"open","failuresInRow":0,"until":"soon","rest":1})"), "until");
  EXPECT_EQ(fieldOf(R"({"version":1,"state":"open","failuresInRow":0})"), "until");
  EXPECT_EQ(fieldOf("[]"), "version");
}

TEST(BreakerCodec, TransitionsAreToldWithTheirTimesAndReasons) {
  EXPECT_EQ(encodeTransitions({}), "[]");
  EXPECT_EQ(encodeTransitions(
                {{BreakerState::Closed, BreakerState::Open, timeFromMs(5), BreakerReason::FailureRate,
                  timeFromMs(9)},
                 {BreakerState::Open, BreakerState::HalfOpen, timeFromMs(9), BreakerReason::RestOver}}),
            R"([{"from":"closed","to":"open","at":5,"reason":"failure-rate","until":9},)"
            R"({"from":"open","to":"half-open","at":9,"reason":"rest-over","until":null}])");
}

TEST(BreakerCodec, EveryReasonHasANameOfItsOwn) {
  std::vector<std::string_view> names;
  for (int reason = 0; reason <= static_cast<int>(BreakerReason::Restored); ++reason) {
    const std::string_view name = nameOf(static_cast<BreakerReason>(reason));
    EXPECT_NE(name, "unknown");
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 0) << name;
    names.push_back(name);
  }
}

}  // namespace
}  // namespace holdfast::codec
