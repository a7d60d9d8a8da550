#include "outbox/ParkedLedger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ParkedLedger, AMessageIsBuriedInItsPlaceAndNoOther) {
  ParkedLedger ledger;
  ledger.load({{{"m1", 4}}, {{"m2", 5}}});
  EXPECT_EQ(ledger.parked(), 1U);
  EXPECT_TRUE(ledger.isBuried("m1", 4));
  EXPECT_FALSE(ledger.isBuried("m1", 5));
  EXPECT_TRUE(ledger.isBuried("m2", 5));
  EXPECT_FALSE(ledger.isBuried("m2", 4));
  EXPECT_FALSE(ledger.isBuried("m3", 4));
}

TEST(ParkedLedger, OnlyWhatIsParkedCanBeDiscarded) {
  ParkedLedger ledger;
  ledger.discard("m1");
  EXPECT_FALSE(ledger.hasDiscarded());
  ledger.park("m1", 4);
  ledger.discard("m1");
  EXPECT_TRUE(ledger.hasDiscarded());
  EXPECT_EQ(ledger.parked(), 0U);
  EXPECT_TRUE(ledger.isBuried("m1", 4)) << "its place was not skipped yet";
}

TEST(ParkedLedger, ADiscardedMessageIsForgottenWithItsRecord) {
  ParkedLedger ledger;
  ledger.load({{}, {{"m1", 4}, {"m2", 5}, {"m3", 9}}});
  EXPECT_THAT(ledger.recordsAreGone({3, 6}), IsEmpty());
  EXPECT_TRUE(ledger.isBuried("m1", 4));
  EXPECT_THAT(ledger.recordsAreGone({4, 5}), ElementsAre("m1", "m2"));
  EXPECT_FALSE(ledger.isBuried("m1", 4));
  EXPECT_THAT(ledger.recordsAreGone({4, 5}), IsEmpty());
  EXPECT_THAT(ledger.forgetDiscarded(), ElementsAre("m3"));
  EXPECT_THAT(ledger.forgetDiscarded(), IsEmpty());
}

TEST(ParkedLedger, WhatIsQueuedAnewIsForgotten) {
  ParkedLedger ledger;
  ledger.load({{{"m1", 4}}, {{"m2", 5}}});
  EXPECT_TRUE(ledger.forget("m1"));
  EXPECT_TRUE(ledger.forget("m2"));
  EXPECT_FALSE(ledger.forget("m1"));
  EXPECT_FALSE(ledger.isBuried("m1", 4));
}

}  // namespace
}  // namespace holdfast
