#include "retry/RetryQueue.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using std::chrono::milliseconds;

constexpr Time kStart = timeFromMs(1'000'000);

RetryQueue queueOf(std::initializer_list<WorkId> ids, RetryConfig config = {}) {
  RetryQueue queue{config, 11};
  for (const WorkId id : ids) queue.add(id, kStart);
  return queue;
}

std::optional<WorkId> takeNext(RetryQueue& queue, Time now) {
  const auto id = queue.peek(now);
  if (id) queue.take(*id);
  return id;
}

TEST(RetryQueue, ServesFirstComeFirst) {
  auto queue = queueOf({3, 1, 2});
  EXPECT_EQ(takeNext(queue, kStart), 3);
  EXPECT_EQ(takeNext(queue, kStart), 1);
  EXPECT_EQ(takeNext(queue, kStart), 2);
  EXPECT_EQ(takeNext(queue, kStart), std::nullopt);
}

TEST(RetryQueue, AddingWorkTwiceIsAddingItOnce) {
  auto queue = queueOf({1, 1});
  takeNext(queue, kStart);
  EXPECT_EQ(takeNext(queue, kStart), std::nullopt);
  EXPECT_EQ(queue.size(), 1U);
}

TEST(RetryQueue, WorkInFlightIsNotServedAgain) {
  auto queue = queueOf({1});
  takeNext(queue, kStart);
  queue.add(1, kStart);
  EXPECT_EQ(queue.peek(kStart), std::nullopt);
  EXPECT_EQ(queue.nextDue(), std::nullopt);
}

TEST(RetryQueue, WorkThatSucceededIsForgotten) {
  auto queue = queueOf({1});
  takeNext(queue, kStart);
  queue.succeeded(1);
  EXPECT_EQ(queue.size(), 0U);
}

TEST(RetryQueue, FullJitterStaysBetweenTheFloorAndTheDoublingCeiling) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    RetryQueue queue{{}, seed};
    queue.add(1, kStart);
    Time now = kStart;
    for (const int ceiling : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
      takeNext(queue, now);
      const Time due = queue.failed(1, now).value();
      EXPECT_GE(due, now + milliseconds{100}) << "seed " << seed;
      EXPECT_LE(due, now + milliseconds{ceiling}) << "seed " << seed;
      now = due;
    }
  }
}

TEST(RetryQueue, FailedWorkIsDueAtTheTimeThatWasPromisedAndNotBefore) {
  auto queue = queueOf({1});
  takeNext(queue, kStart);
  const Time due = queue.failed(1, kStart).value();
  EXPECT_EQ(queue.nextDue(), due);
  EXPECT_EQ(queue.peek(due - milliseconds{1}), std::nullopt);
  EXPECT_EQ(queue.peek(due), 1);
}

TEST(RetryQueue, WaitingWorkHoldsUpNoOther) {
  auto queue = queueOf({1, 2});
  takeNext(queue, kStart);
  queue.failed(1, kStart);
  EXPECT_EQ(takeNext(queue, kStart), 2);
}

TEST(RetryQueue, GivesUpAfterTheLastRetry) {
  auto queue = queueOf({1}, RetryConfig{{}, 3});
  Time now = kStart;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    takeNext(queue, now);
    now = queue.failed(1, now).value();
  }
  takeNext(queue, now);
  EXPECT_EQ(queue.failed(1, now), std::nullopt);
  EXPECT_EQ(queue.size(), 0U);
}

TEST(RetryQueue, GivesUpWhereTheNextAttemptWouldBeginTooLate) {
  RetryConfig config;
  config.backoff.kind = BackoffKind::Constant;
  config.total = Duration{2'500};
  auto queue = queueOf({1}, config);
  Time now = kStart;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    takeNext(queue, now);
    now = queue.failed(1, now).value();
  }
  takeNext(queue, now);
  EXPECT_EQ(queue.failed(1, now), std::nullopt) << "the third retry would begin 3 s after the work";
  EXPECT_EQ(queue.size(), 0U);
}

TEST(RetryQueue, EachWaitIsDrawnFromTheOneBeforeWhereJitterIsDecorrelated) {
  RetryConfig config;
  config.backoff.kind = BackoffKind::DecorrelatedJitter;
  auto queue = queueOf({1}, config);
  Time now = kStart;
  Duration previous = config.backoff.base;
  for (int attempt = 1; attempt <= 20; ++attempt) {
    takeNext(queue, now);
    const Time due = queue.failed(1, now).value();
    EXPECT_LE(due - now, std::min(previous * 3, config.backoff.cap));
    previous = due - now;
    now = due;
  }
}

TEST(RetryQueue, WithoutALimitItNeverGivesUp) {
  auto queue = queueOf({1});
  Time now = kStart;
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    takeNext(queue, now);
    now = queue.failed(1, now).value();
  }
  EXPECT_EQ(queue.failures(1), 1'000U);
}

TEST(RetryQueue, AReleasedAttemptDoesNotCount) {
  auto queue = queueOf({1, 2});
  takeNext(queue, kStart);
  queue.released(1, kStart);
  EXPECT_EQ(queue.failures(1), 0U);
  EXPECT_EQ(queue.peek(kStart), 1) << "it lost its place";
}

TEST(RetryQueue, PostponedWorkWaitsWithoutAFailure) {
  auto queue = queueOf({1, 2});
  queue.postpone(1, kStart + milliseconds{50});
  EXPECT_EQ(takeNext(queue, kStart), 2);
  EXPECT_EQ(queue.nextDue(), kStart + milliseconds{50});
  EXPECT_EQ(queue.failures(1), 0U);
}

TEST(RetryQueue, ExpeditedWorkIsDueAtOnceInItsOldOrder) {
  auto queue = queueOf({1, 2});
  takeNext(queue, kStart);
  takeNext(queue, kStart);
  queue.failed(2, kStart);
  queue.failed(1, kStart);
  queue.expedite(kStart);
  EXPECT_EQ(takeNext(queue, kStart), 1);
  EXPECT_EQ(takeNext(queue, kStart), 2);
}

TEST(RetryQueue, OutcomesOfUnknownWorkChangeNothing) {
  auto queue = queueOf({1});
  queue.succeeded(9);
  queue.succeeded(1);
  EXPECT_EQ(queue.failed(9, kStart), std::nullopt);
  EXPECT_EQ(queue.failed(1, kStart), std::nullopt);
  EXPECT_EQ(queue.peek(kStart), 1);
}

TEST(RetryQueue, UrgentWorkGoesAheadUntilItsFirstAttemptIsOver) {
  RetryQueue queue{{}, 1};
  const Time now = timeFromMs(1'000);
  queue.add(1, now);
  queue.addUrgent(2);
  EXPECT_EQ(queue.peek(now), 2U);
  EXPECT_TRUE(queue.isUrgent(2));
  queue.take(2);
  queue.addUrgent(2);
  EXPECT_EQ(queue.peek(now), 1U) << "work in flight was made ready";
  queue.failed(2, now);
  EXPECT_FALSE(queue.isUrgent(2));
  queue.addUrgent(2);
  EXPECT_EQ(queue.peek(now), 1U) << "a back-off was cut short";
}

TEST(RetryQueue, WorkThatIsReadyCanBecomeUrgent) {
  RetryQueue queue{{}, 1};
  const Time now = timeFromMs(1'000);
  queue.add(1, now);
  queue.add(2, now);
  queue.addUrgent(2);
  EXPECT_EQ(queue.peek(now), 2U);
}

TEST(RetryQueue, HastenedWorkIsReadyAndOtherWorkStaysAsItIs) {
  RetryQueue queue{{}, 1};
  const Time now = timeFromMs(1'000);
  queue.add(1, now);
  queue.postpone(1, now + Duration{10'000});
  queue.hasten(2, now);
  EXPECT_EQ(queue.peek(now), std::nullopt);
  queue.hasten(1, now);
  EXPECT_EQ(queue.peek(now), 1U);
}

TEST(RetryQueue, NobodyWaitsForUnknownWork) {
  auto queue = queueOf({1});
  queue.take(9);
  queue.released(9, kStart);
  queue.postpone(9, kStart + milliseconds{50});
  EXPECT_EQ(queue.failures(9), 0U);
  EXPECT_FALSE(queue.isUrgent(9));
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue.peek(kStart), 1);
}

TEST(RetryQueue, WorkThatIsReadyCannotBeReleasedAndWorkInFlightCannotBePostponed) {
  auto queue = queueOf({1});
  queue.released(1, kStart + milliseconds{50});
  EXPECT_EQ(queue.nextDue(), kStart) << "it was ready at once";
  takeNext(queue, kStart);
  queue.postpone(1, kStart + milliseconds{50});
  EXPECT_EQ(queue.nextDue(), std::nullopt) << "it is in flight";
}

}  // namespace
}  // namespace holdfast
