#include "outbox/Outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Segment segmentOf(const std::string& writer,
                  std::initializer_list<std::pair<const char*, const char*>> messages) {
  Segment segment{writer, {}};
  Seq seq = 0;
  for (const auto& [conversation, id] : messages) {
    segment.entries.push_back(
        {++seq, timeFromMs(1), conversation, id, "{\"id\":\"" + std::string{id} + "\"}"});
  }
  return segment;
}

TEST(Outbox, GivesEachConversationALaneOfItsOwn) {
  Outbox outbox{{}};
  const auto grown = outbox.adopt(1, segmentOf("tab", {{"a", "1"}, {"b", "2"}, {"a", "3"}}), {});
  ASSERT_EQ(grown.size(), 2U);
  EXPECT_EQ(outbox.find(grown[0])->conversationId, "a");
  EXPECT_EQ(outbox.find(grown[0])->entries.size(), 2U);
  EXPECT_EQ(outbox.find(grown[1])->entries.size(), 1U);
  EXPECT_EQ(outbox.messages(), 3U);
}

TEST(Outbox, ARecordIsSettledWithItsLastEntryAndNotBefore) {
  Outbox outbox{{}};
  const auto lanes = outbox.adopt(1, segmentOf("tab", {{"a", "1"}, {"b", "2"}}), {});
  outbox.beginBatch(*outbox.find(lanes[0]));
  EXPECT_THAT(outbox.settleBatch(lanes[0]), IsEmpty());
  outbox.beginBatch(*outbox.find(lanes[1]));
  EXPECT_THAT(outbox.settleBatch(lanes[1]), ElementsAre(1));
  EXPECT_EQ(outbox.messages(), 0U);
  EXPECT_EQ(outbox.windowBytes(), 0U);
}

TEST(Outbox, ALaneIsGoneWithItsLastEntry) {
  Outbox outbox{{}};
  const LaneId lane = outbox.adopt(1, segmentOf("tab", {{"a", "1"}}), {}).front();
  outbox.beginBatch(*outbox.find(lane));
  outbox.settleBatch(lane);
  EXPECT_EQ(outbox.find(lane), nullptr);
}

TEST(Outbox, ABatchEndsWhereTheWriterChanges) {
  Outbox outbox{{}};
  const LaneId lane = outbox.adopt(1, segmentOf("tab-1", {{"a", "1"}, {"a", "2"}}), {}).front();
  outbox.adopt(2, segmentOf("tab-2", {{"a", "3"}}), {});
  outbox.beginBatch(*outbox.find(lane));
  EXPECT_EQ(outbox.find(lane)->inFlight, 2U);
}

TEST(Outbox, ABatchGoesOnAcrossRecordsOfOneWriter) {
  Outbox outbox{{}};
  const LaneId lane = outbox.adopt(1, segmentOf("tab", {{"a", "1"}}), {}).front();
  outbox.adopt(2, segmentOf("tab", {{"a", "2"}}), {});
  outbox.beginBatch(*outbox.find(lane));
  EXPECT_EQ(outbox.find(lane)->inFlight, 2U);
  EXPECT_THAT(outbox.settleBatch(lane), ElementsAre(1, 2));
}

TEST(Outbox, ABatchHoldsNoMoreThanItsLimits) {
  BatchConfig config;
  config.maxMessages = 2;
  Outbox byCount{config};
  const LaneId lane = byCount.adopt(1, segmentOf("tab", {{"a", "1"}, {"a", "2"}, {"a", "3"}}), {}).front();
  byCount.beginBatch(*byCount.find(lane));
  EXPECT_EQ(byCount.find(lane)->inFlight, 2U);

  config = {};
  config.maxBytes = 25;
  Outbox byBytes{config};
  const LaneId other = byBytes.adopt(1, segmentOf("tab", {{"a", "1"}, {"a", "2"}, {"a", "3"}}), {}).front();
  byBytes.beginBatch(*byBytes.find(other));
  EXPECT_EQ(byBytes.find(other)->inFlight, 2U);
}

TEST(Outbox, AMessageLargerThanABatchGoesAlone) {
  BatchConfig config;
  config.maxBytes = 1;
  Outbox outbox{config};
  const LaneId lane = outbox.adopt(1, segmentOf("tab", {{"a", "1"}, {"a", "2"}}), {}).front();
  outbox.beginBatch(*outbox.find(lane));
  EXPECT_EQ(outbox.find(lane)->inFlight, 1U);
}

TEST(Outbox, AParkedMessageComesBackAsATombstone) {
  Outbox outbox{{}};
  const LaneId lane = outbox.adopt(1, segmentOf("tab", {{"a", "1"}, {"a", "2"}}), {"1"}).front();
  EXPECT_TRUE(outbox.find(lane)->entries[0].tombstone);
  EXPECT_FALSE(outbox.find(lane)->entries[1].tombstone);
  EXPECT_EQ(outbox.messages(), 1U);
}

TEST(Outbox, RenumberingTouchesOneWriterAndKeepsTheOrder) {
  Outbox outbox{{}};
  const LaneId lane = outbox.adopt(1, segmentOf("lost", {{"a", "1"}, {"a", "2"}}), {}).front();
  outbox.adopt(2, segmentOf("other", {{"a", "3"}}), {});
  EXPECT_EQ(outbox.renumber(lane, "lost", "fresh"), 2U);
  const auto& entries = outbox.find(lane)->entries;
  EXPECT_EQ(*entries[0].writer, "fresh");
  EXPECT_EQ(entries[1].seq, 2U);
  EXPECT_EQ(*entries[2].writer, "other");
}

}  // namespace
}  // namespace holdfast
