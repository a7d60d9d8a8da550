// How far a lane has been read, and what of it stays in memory.
#include <gtest/gtest.h>

#include "outbox/Outbox.h"

namespace holdfast {
namespace {

std::string recordOf(const std::string& conversation) {
  const SegmentEntry entry{EntryKind::Message, 1, timeFromMs(1), "m", R"({"id":"m"})"};
  return encodeSegment({"tab", conversation, {entry}});
}

/// Puts a record into the lane of its conversation.
Lane& adopt(Outbox& outbox, SegmentKey key, const std::string& conversation) {
  std::vector<Outbox::Damage> damaged;
  Lane& lane = *outbox.find(outbox.open(conversation));
  outbox.adopt(lane, {key, recordOf(conversation)}, {}, damaged);
  return lane;
}

TEST(OutboxReach, ALateHintTakesNothingBack) {
  Outbox outbox{{}, {}};
  Lane& lane = *outbox.find(outbox.open("talk"));
  outbox.announce(lane, 9, 0);
  outbox.announce(lane, 5, 0);
  EXPECT_EQ(lane.knownTo, 9U);
}

TEST(OutboxReach, AReadThatFailedIsNotTheEndOfTheLane) {
  Outbox outbox{{}, {}};
  std::vector<Outbox::Damage> damaged;
  const Lane& lane = adopt(outbox, 3, "talk");
  outbox.announce(*outbox.find(outbox.open("talk")), 9, 0);
  const ReadLane read = outbox.beginRead(outbox.open("talk"));
  outbox.endRead({read.ticket, {}, true, true}, {}, damaged);
  EXPECT_EQ(lane.readTo, 3U);
  EXPECT_TRUE(lane.more());
}

TEST(OutboxReach, LanesThatRestArePutOutUntilTheWindowIsWithinItsBound) {
  LogConfig log;
  log.windowBytes = 1'000;
  Outbox outbox{{}, log};
  SegmentKey key = 0;
  for (const char* conversation : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"})
    adopt(outbox, ++key, conversation);
  ASSERT_GT(outbox.windowBytes(), log.windowBytes);
  outbox.shrink();
  EXPECT_LT(outbox.windowBytes(), log.windowBytes);
  EXPECT_GT(outbox.windowBytes(), log.windowBytes / 2) << "no more than needed";
  EXPECT_EQ(outbox.messages(), 12U);
}

}  // namespace
}  // namespace holdfast
