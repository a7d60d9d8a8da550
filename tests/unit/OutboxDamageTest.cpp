// Records that no Holdfast wrote, though their checksums match: what can be sent of a lane is sent all the
// same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outbox/Outbox.h"

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SegmentEntry partOf(const std::string& id, std::uint32_t part, std::uint32_t parts) {
  const std::string text = std::string(part == 0 ? "{" : "") + (part + 1 == parts ? "}" : " ");
  return {EntryKind::Message, 1, timeFromMs(1), id, text, part, parts};
}

std::string recordOf(std::vector<SegmentEntry> entries) {
  return encodeSegment({"tab", "talk", std::move(entries)});
}

class DamagedLane : public testing::Test {
 protected:
  void adopt(SegmentKey key, std::vector<SegmentEntry> entries) {
    outbox.adopt(lane, {key, recordOf(std::move(entries))}, parked, damaged);
  }
  [[nodiscard]] std::vector<SegmentKey> damagedKeys() const {
    std::vector<SegmentKey> keys;
    for (const Outbox::Damage& damage : damaged) keys.push_back(damage.key);
    return keys;
  }

  Outbox outbox{{}, {}};
  LaneId id = outbox.open("talk");
  Lane& lane = *outbox.find(id);
  ParkedLedger parked;
  std::vector<Outbox::Damage> damaged;
};

TEST_F(DamagedLane, APartBesideOtherEntriesIsDamaged) {
  adopt(1, {partOf("m1", 0, 2), partOf("m2", 0, 2)});
  adopt(2, {partOf("m3", 0, 1), partOf("m4", 0, 2)});
  adopt(3, {partOf("m4", 1, 2)});
  EXPECT_THAT(damagedKeys(), ElementsAre(1, 2, 3)) << "each record once, and no other";
  EXPECT_TRUE(lane.isSpent());
  EXPECT_EQ(outbox.messages(), 0U);
}

TEST_F(DamagedLane, PartsThatAnotherMessageFollowsAreDamagedAndThatOneIsTakenIn) {
  adopt(1, {partOf("m1", 0, 2)});
  adopt(2, {partOf("m2", 0, 1)});
  EXPECT_THAT(damagedKeys(), ElementsAre(1));
  ASSERT_EQ(lane.entries.size(), 1U);
  EXPECT_EQ(lane.entries.front().messageId, "m2");
}

TEST_F(DamagedLane, PartsOfOneMessageAreNotEndedByThoseOfAnother) {
  adopt(1, {partOf("m1", 0, 2)});
  adopt(2, {partOf("m2", 1, 2)});
  EXPECT_THAT(damagedKeys(), ElementsAre(1, 2));
  EXPECT_THAT(lane.entries, IsEmpty());
}

TEST_F(DamagedLane, PartsThatDisagreeOnTheirNumberAreDamaged) {
  adopt(1, {partOf("m1", 0, 3)});
  adopt(2, {partOf("m1", 1, 2)});
  EXPECT_THAT(damagedKeys(), ElementsAre(1, 2));
  EXPECT_THAT(lane.entries, IsEmpty());
}

TEST_F(DamagedLane, ARecordThatWasTakenInBeforeIsNotTakenInAgain) {
  outbox.announce(lane, 2, 0);
  adopt(1, {partOf("m1", 0, 1)});
  const ReadLane read = outbox.beginRead(id);
  const StoredSegment first{1, recordOf({partOf("m1", 0, 1)})};
  const StoredSegment second{2, recordOf({partOf("m2", 0, 1)})};
  outbox.endRead({read.ticket, {first, second}, true}, parked, damaged);
  ASSERT_EQ(lane.entries.size(), 2U);
  EXPECT_EQ(lane.entries.back().messageId, "m2");
  EXPECT_THAT(lane.records, ElementsAre(1, 2));
}

TEST_F(DamagedLane, PartsAreReadAgainAfterAReadThatFailed) {
  outbox.announce(lane, 2, 0);
  const ReadLane first = outbox.beginRead(id);
  outbox.endRead({first.ticket, {{1, recordOf({partOf("m1", 0, 2)})}}, false}, parked, damaged);
  const ReadLane second = outbox.beginRead(id);
  EXPECT_EQ(second.after, 1U);
  outbox.endRead({second.ticket, {}, true, true}, parked, damaged);
  EXPECT_THAT(damaged, IsEmpty()) << "a sound record would be put into quarantine";
  EXPECT_TRUE(lane.more());
  EXPECT_EQ(outbox.beginRead(id).after, 0U);
}

}  // namespace
}  // namespace holdfast
