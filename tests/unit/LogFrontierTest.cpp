#include "outbox/LogFrontier.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

constexpr std::uint32_t kMaxLanes = 2;

/// A frontier that has searched a log whose last key is this one.
LogFrontier searchedTo(SegmentKey lastKey) {
  LogFrontier frontier;
  const auto search = frontier.nextSearch(kMaxLanes);
  frontier.advance({search->ticket, {}, true, lastKey}, kMaxLanes);
  return frontier;
}

TEST(LogFrontier, IsUncertainUntilTheLogWasSearched) {
  LogFrontier frontier;
  EXPECT_TRUE(frontier.uncertain());
  const auto search = frontier.nextSearch(kMaxLanes);
  ASSERT_TRUE(search);
  EXPECT_EQ(frontier.nextSearch(kMaxLanes), std::nullopt) << "one search at a time";
  EXPECT_TRUE(frontier.uncertain());
  EXPECT_TRUE(frontier.advance({search->ticket, {}, true, 0}, kMaxLanes).answers);
  EXPECT_FALSE(frontier.uncertain());
}

TEST(LogFrontier, ASearchGoesOnWhereItEnded) {
  LogFrontier frontier;
  const auto first = frontier.nextSearch(kMaxLanes);
  EXPECT_EQ(first->after, "");
  const auto progress = frontier.advance({first->ticket, {{"a", 4}, {"b", 5}}, false, 9}, kMaxLanes);
  ASSERT_TRUE(progress.next);
  EXPECT_EQ(progress.next->after, "b");
  EXPECT_TRUE(frontier.uncertain());
  frontier.advance({progress.next->ticket, {{"c", 12}}, true, 12}, kMaxLanes);
  EXPECT_FALSE(frontier.uncertain());
  EXPECT_EQ(frontier.extend(11, 11), LogFrontier::Step::Gap)
      << "10 may be in a conversation that the search had passed";
}

TEST(LogFrontier, AStaleAnswerChangesNothing) {
  LogFrontier frontier;
  const auto search = frontier.nextSearch(kMaxLanes);
  EXPECT_FALSE(frontier.advance({search->ticket + 1, {}, true, 5}, kMaxLanes).answers);
  EXPECT_TRUE(frontier.uncertain());
}

TEST(LogFrontier, ASearchMayHaveSeenWhatWasSettledSinceItBegan) {
  LogFrontier frontier;
  frontier.laneEnded("before", 3);
  const auto search = frontier.nextSearch(kMaxLanes);
  frontier.laneEnded("talk", 7);
  frontier.advance({search->ticket, {{"talk", 7}}, true, 8}, kMaxLanes);
  EXPECT_TRUE(frontier.isSettled({"talk", 7}));
  EXPECT_FALSE(frontier.isSettled({"talk", 8})) << "another tab has written since";
  EXPECT_FALSE(frontier.isSettled({"before", 3}))
      << "it could not be deleted, or the search would not see it";
  frontier.searchAgain();
  EXPECT_TRUE(frontier.nextSearch(kMaxLanes));
  EXPECT_FALSE(frontier.isSettled({"talk", 7})) << "it is still there";
}

TEST(LogFrontier, WhatFollowsItMovesItOn) {
  LogFrontier frontier = searchedTo(7);
  EXPECT_EQ(frontier.extend(8, 9), LogFrontier::Step::Next);
  EXPECT_EQ(frontier.extend(10, 10), LogFrontier::Step::Next);
  EXPECT_EQ(frontier.extend(9, 9), LogFrontier::Step::Known) << "a hint that comes twice";
  EXPECT_FALSE(frontier.uncertain());
}

TEST(LogFrontier, AGapMakesASearchDue) {
  LogFrontier frontier = searchedTo(7);
  EXPECT_EQ(frontier.extend(9, 9), LogFrontier::Step::Gap);
  EXPECT_TRUE(frontier.uncertain());
  EXPECT_TRUE(frontier.nextSearch(kMaxLanes));
}

TEST(LogFrontier, AnAnswerThatWasAskedForBeforeAResetComesTooLate) {
  LogFrontier frontier;
  const auto before = frontier.nextSearch(kMaxLanes);
  frontier.reset();
  EXPECT_TRUE(frontier.nextSearch(kMaxLanes));
  EXPECT_FALSE(frontier.advance({before->ticket, {}, true, 9}, kMaxLanes).answers);
  EXPECT_TRUE(frontier.uncertain());
}

TEST(LogFrontier, AnAnswerWithoutLanesEndsTheSearch) {
  LogFrontier frontier;
  const auto search = frontier.nextSearch(kMaxLanes);
  const auto progress = frontier.advance({search->ticket, {}, false, 4}, kMaxLanes);
  EXPECT_TRUE(progress.answers);
  EXPECT_EQ(progress.next, std::nullopt) << "it would ask the same again without end";
  EXPECT_EQ(frontier.extend(5, 5), LogFrontier::Step::Next);
}

TEST(LogFrontier, ASearchThatIsUnderWayMayHavePassedWhatIsToldOfNow) {
  LogFrontier frontier;
  const auto search = frontier.nextSearch(1);
  const auto progress = frontier.advance({search->ticket, {{"first", 3}}, false, 3}, 1);
  ASSERT_TRUE(progress.next);
  frontier.searchAgain();
  frontier.advance({progress.next->ticket, {}, true, 0}, 1);
  EXPECT_TRUE(frontier.uncertain());
  EXPECT_TRUE(frontier.nextSearch(1));
}

TEST(LogFrontier, WhatCouldNotBeSearchedOrReadIsInDoubtUntilTheNextSearch) {
  LogFrontier frontier;
  const auto failed = frontier.nextSearch(kMaxLanes);
  frontier.advance({failed->ticket, {}, true, 0, true}, kMaxLanes);
  EXPECT_TRUE(frontier.uncertain());
  EXPECT_EQ(frontier.nextSearch(kMaxLanes), std::nullopt) << "the host says when it is worth while";
  frontier.searchAgain();
  frontier.searchAgain();
  const auto search = frontier.nextSearch(kMaxLanes);
  ASSERT_TRUE(search);
  frontier.advance({search->ticket, {}, true, 3}, kMaxLanes);
  EXPECT_FALSE(frontier.uncertain());
  frontier.doubt();
  EXPECT_TRUE(frontier.uncertain());
}

}  // namespace
}  // namespace holdfast
