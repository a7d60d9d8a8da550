// Numbering again what the backend could not place: what is in memory, and what is still in the log.
#include <gtest/gtest.h>

#include "outbox/Outbox.h"

namespace holdfast {
namespace {

SegmentEntry messageOf(Seq seq, const std::string& id) {
  return {EntryKind::Message, seq, timeFromMs(1), id, "{\"id\":\"" + id + "\"}"};
}

SegmentEntry creation() { return {EntryKind::Creation, 0, timeFromMs(1), "talk", "{}"}; }

class Renumbered : public testing::Test {
 protected:
  void adopt(SegmentKey key, std::vector<SegmentEntry> entries) {
    outbox.adopt(lane, {key, encodeSegment({"tab", "talk", std::move(entries)})}, parked, damaged);
  }

  LogConfig log() const {
    LogConfig tight;
    tight.windowBytes = 1;
    return tight;
  }

  Outbox outbox{{}, log()};
  LaneId id = outbox.open("talk");
  Lane& lane = *outbox.find(id);
  ParkedLedger parked;
  std::vector<Outbox::Damage> damaged;
};

TEST_F(Renumbered, TwiceWhatIsReadLaterFollowsUnderTheNewestWriter) {
  adopt(1, {messageOf(7, "m1"), messageOf(8, "m2")});
  EXPECT_EQ(outbox.renumber(id, "tab", "tab~1"), 2U);
  EXPECT_EQ(outbox.renumber(id, "tab~1", "tab~2"), 2U);
  adopt(2, {messageOf(9, "m3")});
  ASSERT_EQ(lane.entries.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(*lane.entries[i].writer, "tab~2") << i;
    EXPECT_EQ(lane.entries[i].seq, i + 1);
  }
}

TEST_F(Renumbered, ACreationHasNoNumberAndKeepsItsWriter) {
  adopt(1, {messageOf(7, "m1"), creation(), messageOf(8, "m2")});
  EXPECT_EQ(outbox.renumber(id, "tab", "tab~1"), 2U);
  EXPECT_EQ(*lane.entries[1].writer, "tab");
  EXPECT_EQ(lane.entries[1].seq, 0U);
  EXPECT_EQ(lane.entries[2].seq, 2U);
}

TEST_F(Renumbered, WhatIsPutOutOfMemoryComesBackWithItsNewNumbers) {
  const std::vector<SegmentEntry> entries{messageOf(7, "m1"), creation(), messageOf(8, "m2")};
  adopt(1, entries);
  outbox.renumber(id, "tab", "tab~1");
  outbox.shrink();
  ASSERT_TRUE(lane.entries.empty());
  adopt(1, entries);
  ASSERT_EQ(lane.entries.size(), 3U);
  EXPECT_EQ(*lane.entries[0].writer, "tab~1");
  EXPECT_EQ(lane.entries[0].seq, 1U);
  EXPECT_EQ(lane.entries[2].seq, 2U);
}

TEST_F(Renumbered, TwoWritersKeepApart) {
  adopt(1, {messageOf(7, "m1")});
  outbox.adopt(lane, {2, encodeSegment({"other", "talk", {messageOf(3, "m2")}})}, parked, damaged);
  outbox.renumber(id, "tab", "tab~1");
  outbox.renumber(id, "other", "tab~2");
  adopt(3, {messageOf(8, "m3")});
  EXPECT_EQ(*lane.entries[0].writer, "tab~1");
  EXPECT_EQ(*lane.entries[1].writer, "tab~2");
  EXPECT_EQ(*lane.entries[2].writer, "tab~1");
  EXPECT_EQ(lane.entries[2].seq, 2U);
}

}  // namespace
}  // namespace holdfast
