#include "retry/RetryBudget.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);

RetryBudget emptyBudget() {
  RetryBudget budget{{}};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(budget.spend(kStart));
  return budget;
}

TEST(RetryBudget, PaysForTenRetriesAtOnceAndNoMore) {
  auto budget = emptyBudget();
  EXPECT_FALSE(budget.spend(kStart));
}

TEST(RetryBudget, TenSuccessesEarnOneRetry) {
  auto budget = emptyBudget();
  for (int i = 0; i < 9; ++i) budget.onSuccess();
  EXPECT_FALSE(budget.spend(kStart));
  budget.onSuccess();
  budget.onSuccess();
  EXPECT_TRUE(budget.spend(kStart));
}

TEST(RetryBudget, AnEmptyBucketDelaysAndNeverBlocks) {
  auto budget = emptyBudget();
  ASSERT_FALSE(budget.spend(kStart));
  EXPECT_LE(budget.nextRefill(), kStart + Duration{10'001});
  EXPECT_FALSE(budget.spend(budget.nextRefill() - Duration{10}));
  EXPECT_TRUE(budget.spend(budget.nextRefill()));
}

TEST(RetryBudget, NeverHoldsMoreThanItsCapacity) {
  auto budget = emptyBudget();
  const Time nextDay = kStart + std::chrono::hours{24};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(budget.spend(nextDay));
  EXPECT_FALSE(budget.spend(nextDay));
}

TEST(RetryBudget, TimeThatRunsBackwardsEarnsNothing) {
  auto budget = emptyBudget();
  EXPECT_FALSE(budget.spend(kStart - Duration{3'600'000}));
}

TEST(RetryBudget, ARetryThatSucceedsCostsNothing) {
  const Time now = timeFromMs(0);
  RetryBudget budget{{1, 0.1, Duration{10'000}}};
  ASSERT_TRUE(budget.spend(now));
  ASSERT_FALSE(budget.canSpend(now));
  budget.refund();
  EXPECT_TRUE(budget.canSpend(now));
  budget.refund();
  ASSERT_TRUE(budget.spend(now));
  EXPECT_FALSE(budget.canSpend(now)) << "it never holds more than its capacity";
}

TEST(RetryBudget, WhoAsksForATryIsGrantedOne) {
  const Time now = timeFromMs(0);
  RetryBudget budget{{1, 0.1, Duration{10'000}}};
  ASSERT_TRUE(budget.spend(now));
  budget.grant();
  EXPECT_TRUE(budget.spend(now));
  EXPECT_FALSE(budget.canSpend(now));
}

}  // namespace
}  // namespace holdfast
