#include "outbox/Outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SegmentEntry entryOf(Seq seq, const std::string& id, const std::string& payload) {
  return {EntryKind::Message, seq, timeFromMs(1), id, payload};
}

std::string recordOf(const std::string& writer, std::initializer_list<const char*> ids) {
  Segment segment{writer, "talk", {}};
  Seq seq = 0;
  for (const char* id : ids)
    segment.entries.push_back(entryOf(++seq, id, "{\"id\":\"" + std::string{id} + "\"}"));
  return encodeSegment(segment);
}

/// An outbox with one lane, into which records are put.
struct OneLane {
  explicit OneLane(BatchConfig batch = {}, LogConfig log = {})
      : outbox(batch, log), id(outbox.open("talk")) {}

  Lane& lane() { return *outbox.find(id); }
  void adopt(SegmentKey key, const std::string& bytes) {
    outbox.adopt(lane(), {key, bytes}, parked, damaged);
  }
  std::size_t begin() {
    outbox.beginBatch(lane());
    return lane().inFlight;
  }
  std::vector<SegmentKey> settle() { return outbox.settleBatch(id); }

  Outbox outbox;
  LaneId id;
  ParkedLedger parked;
  std::vector<Outbox::Damage> damaged;
};

TEST(Outbox, GivesEachConversationALaneOfItsOwn) {
  Outbox outbox{{}, {}};
  const LaneId talk = outbox.open("talk");
  EXPECT_NE(outbox.open("other"), talk);
  EXPECT_EQ(outbox.open("talk"), talk);
}

TEST(Outbox, ARecordIsSettledWithItsLastEntryAndNotBefore) {
  BatchConfig config;
  config.maxMessages = 1;
  config.maxBacklogMessages = 1;
  OneLane one{config};
  one.adopt(1, recordOf("tab", {"1", "2"}));
  one.begin();
  EXPECT_THAT(one.settle(), IsEmpty());
  EXPECT_EQ(one.outbox.messages(), 1U);
  one.begin();
  EXPECT_THAT(one.settle(), ElementsAre(1));
  EXPECT_EQ(one.outbox.messages(), 0U);
  EXPECT_EQ(one.outbox.windowBytes(), 0U);
}

TEST(Outbox, ALaneIsGoneWhenNothingOfItIsLeft) {
  OneLane one;
  one.adopt(1, recordOf("tab", {"1"}));
  EXPECT_FALSE(one.lane().isSpent());
  one.begin();
  one.settle();
  EXPECT_TRUE(one.lane().isSpent());
  one.outbox.close(one.id);
  EXPECT_EQ(one.outbox.find(one.id), nullptr);
  EXPECT_TRUE(one.outbox.isEmpty());
}

TEST(Outbox, ABatchEndsWhereTheWriterChanges) {
  OneLane one;
  one.adopt(1, recordOf("tab-1", {"1", "2"}));
  one.adopt(2, recordOf("tab-2", {"3"}));
  EXPECT_EQ(one.begin(), 2U);
}

TEST(Outbox, ABatchGoesOnAcrossRecordsOfOneWriter) {
  OneLane one;
  one.adopt(1, recordOf("tab", {"1"}));
  one.adopt(2, recordOf("tab", {"2"}));
  EXPECT_EQ(one.begin(), 2U);
  EXPECT_THAT(one.settle(), ElementsAre(1, 2));
}

TEST(Outbox, ACreationGoesAlone) {
  OneLane one;
  Segment segment{"tab", "talk", {{EntryKind::Creation, 0, timeFromMs(1), "talk", "{}"}}};
  segment.entries.push_back(entryOf(1, "m1", "{\"id\":\"m1\"}"));
  segment.entries.push_back({EntryKind::Creation, 0, timeFromMs(1), "talk", "{}"});
  one.adopt(1, encodeSegment(segment));
  EXPECT_EQ(one.begin(), 1U);
  EXPECT_EQ(one.outbox.inFlight(), 0U) << "a creation is no message";
  one.settle();
  EXPECT_EQ(one.begin(), 1U);
  EXPECT_EQ(one.lane().entries.front().messageId, "m1");
}

TEST(Outbox, ABatchHoldsNoMoreThanItsLimits) {
  BatchConfig config;
  config.maxMessages = 2;
  OneLane byCount{config};
  byCount.adopt(1, recordOf("tab", {"1", "2", "3"}));
  EXPECT_EQ(byCount.begin(), 2U);

  config = {};
  config.maxBytes = 25;
  OneLane byBytes{config};
  byBytes.adopt(1, recordOf("tab", {"1", "2", "3"}));
  EXPECT_EQ(byBytes.begin(), 2U);
}

TEST(Outbox, AMessageLargerThanABatchGoesAlone) {
  BatchConfig config;
  config.maxBytes = 1;
  OneLane one{config};
  one.adopt(1, recordOf("tab", {"1", "2"}));
  EXPECT_EQ(one.begin(), 1U);
}

TEST(Outbox, AParkedMessageComesBackAsATombstone) {
  OneLane one;
  one.parked.park("1", 1);
  one.adopt(1, recordOf("tab", {"1", "2"}));
  EXPECT_TRUE(one.lane().entries[0].tombstone);
  EXPECT_FALSE(one.lane().entries[1].tombstone);
  EXPECT_EQ(one.outbox.messages(), 1U);
}

TEST(Outbox, AParkedMessageThatIsQueuedAnewIsSentFromItsNewPlace) {
  OneLane one;
  one.parked.park("1", 1);
  one.adopt(1, recordOf("tab", {"1"}));
  one.adopt(2, recordOf("tab", {"1"}));
  EXPECT_TRUE(one.lane().entries[0].tombstone);
  EXPECT_FALSE(one.lane().entries[1].tombstone);
}

TEST(Outbox, RenumberingTouchesOneWriterAndKeepsTheOrder) {
  OneLane one;
  one.adopt(1, recordOf("lost", {"1", "2"}));
  one.adopt(2, recordOf("other", {"3"}));
  EXPECT_EQ(one.outbox.renumber(one.id, "lost", "fresh"), 2U);
  const auto& entries = one.lane().entries;
  EXPECT_EQ(*entries[0].writer, "fresh");
  EXPECT_EQ(entries[1].seq, 2U);
  EXPECT_EQ(*entries[2].writer, "other");
}

TEST(Outbox, AMessageInPartsIsOneEntryAndSettlesAllItsRecords) {
  OneLane one;
  const auto part = [](std::uint32_t i, const char* text) {
    SegmentEntry entry = entryOf(1, "long", text);
    entry.part = i;
    entry.parts = 3;
    return encodeSegment({"tab", "talk", {entry}});
  };
  one.adopt(1, part(0, "{\"a\":"));
  one.adopt(2, part(1, "\"bc"));
  EXPECT_TRUE(one.lane().entries.empty());
  one.adopt(3, part(2, "d\"}"));
  ASSERT_EQ(one.lane().entries.size(), 1U);
  EXPECT_EQ(one.lane().entries[0].payload, R"({"a":"bcd"})");
  one.begin();
  EXPECT_THAT(one.settle(), ElementsAre(1, 2, 3));
  EXPECT_THAT(one.damaged, IsEmpty());
}

TEST(Outbox, AMessageWithAMissingPartIsDamagedAndTheRestGoesOn) {
  OneLane one;
  SegmentEntry first = entryOf(1, "long", "{\"a\":");
  first.parts = 3;
  SegmentEntry last = entryOf(1, "long", "\"}");
  last.parts = 3;
  last.part = 2;
  one.adopt(1, encodeSegment({"tab", "talk", {first}}));
  one.adopt(3, encodeSegment({"tab", "talk", {last}}));
  one.adopt(4, recordOf("tab", {"2"}));
  ASSERT_EQ(one.damaged.size(), 2U);
  EXPECT_EQ(one.damaged[0].key, 1U);
  EXPECT_EQ(one.damaged[1].key, 3U);
  ASSERT_EQ(one.lane().entries.size(), 1U);
  EXPECT_EQ(one.lane().entries[0].messageId, "2");
}

TEST(Outbox, PartsWhoseLastNeverCameAreDamagedWhenTheEndIsReached) {
  OneLane one;
  one.outbox.announce(one.lane(), 1, 0);
  const ReadLane read = one.outbox.beginRead(one.id);
  SegmentEntry first = entryOf(1, "long", "{\"a\":");
  first.parts = 2;
  one.outbox.endRead({read.ticket, {{1, encodeSegment({"tab", "talk", {first}})}}, true}, one.parked,
                     one.damaged);
  ASSERT_EQ(one.damaged.size(), 1U);
  EXPECT_TRUE(one.lane().isSpent());
}

TEST(Outbox, ARecordFiledUnderAnotherConversationIsDamaged) {
  OneLane one;
  one.adopt(1, encodeSegment({"tab", "other", {entryOf(1, "1", "{\"id\":\"1\"}")}}));
  ASSERT_EQ(one.damaged.size(), 1U);
  EXPECT_NE(one.damaged[0].reason.find("another conversation"), std::string::npos);
}

TEST(Outbox, ALaneIsReadFromWhereItWasReadTo) {
  OneLane one;
  one.adopt(3, recordOf("tab", {"1"}));
  EXPECT_FALSE(one.outbox.hasMore());
  one.outbox.announce(one.lane(), 9, 2);
  EXPECT_TRUE(one.outbox.hasMore());
  EXPECT_EQ(one.outbox.messages(), 3U);
  const ReadLane read = one.outbox.beginRead(one.id);
  EXPECT_EQ(read.after, 3U);
  one.outbox.endRead({read.ticket, {{9, recordOf("tab", {"2", "3"})}}, true}, one.parked, one.damaged);
  EXPECT_FALSE(one.outbox.hasMore());
  EXPECT_EQ(one.outbox.messages(), 3U);
  EXPECT_EQ(one.outbox.endRead({read.ticket, {}, true}, one.parked, one.damaged), std::nullopt)
      << "a stale answer";
}

TEST(Outbox, AHintThatWasWrongEndsWithTheRead) {
  OneLane one;
  one.outbox.announce(one.lane(), 7, 1);
  const ReadLane read = one.outbox.beginRead(one.id);
  one.outbox.endRead({read.ticket, {}, true}, one.parked, one.damaged);
  EXPECT_EQ(one.outbox.messages(), 0U);
  EXPECT_TRUE(one.lane().isSpent());
}

TEST(Outbox, SmallRecordsAreReadInLargerNumbers) {
  OneLane one;
  one.outbox.announce(one.lane(), 9, 0);
  const ReadLane first = one.outbox.beginRead(one.id);
  EXPECT_EQ(first.maxSegments, LogConfig{}.firstRead);
  one.outbox.endRead({first.ticket, {{1, recordOf("tab", {"1"})}, {2, recordOf("tab", {"2"})}}, false},
                     one.parked, one.damaged);
  EXPECT_EQ(one.outbox.beginRead(one.id).maxSegments, LogConfig{}.maxRead);
}

TEST(Outbox, ALaneThatRestsIsPutOutOfAFullWindowAndReadAgainWhereItWas) {
  BatchConfig batch;
  batch.maxMessages = 1;
  batch.maxBacklogMessages = 1;
  LogConfig log;
  log.windowBytes = 1;
  OneLane one{batch, log};
  const std::string record = recordOf("tab", {"1", "2", "3"});
  one.adopt(5, record);
  one.begin();
  EXPECT_THAT(one.settle(), IsEmpty());
  one.outbox.shrink();
  EXPECT_EQ(one.outbox.windowBytes(), 0U);
  EXPECT_EQ(one.outbox.messages(), 2U) << "what is put out still counts";
  ASSERT_TRUE(one.lane().more());
  const ReadLane read = one.outbox.beginRead(one.id);
  EXPECT_EQ(read.after, 4U);
  one.outbox.endRead({read.ticket, {{5, record}}, true}, one.parked, one.damaged);
  ASSERT_EQ(one.lane().entries.size(), 2U) << "what was settled is not taken in again";
  EXPECT_EQ(one.lane().entries.front().messageId, "2");
}

TEST(Outbox, ALaneInFlightStaysInTheWindow) {
  LogConfig log;
  log.windowBytes = 1;
  OneLane one{{}, log};
  one.adopt(1, recordOf("tab", {"1"}));
  one.begin();
  one.outbox.shrink();
  EXPECT_EQ(one.lane().entries.size(), 1U);
}

TEST(Outbox, AnAnswerThatWasAskedForBeforeAResetComesTooLate) {
  OneLane one;
  one.outbox.announce(one.lane(), 1, 0);
  const ReadLane before = one.outbox.beginRead(one.id);
  one.outbox.reset();
  EXPECT_TRUE(one.outbox.isEmpty());
  one.id = one.outbox.open("other");
  one.outbox.announce(one.lane(), 1, 0);
  const ReadLane after = one.outbox.beginRead(one.id);
  EXPECT_NE(after.ticket, before.ticket);
  EXPECT_EQ(one.outbox.endRead({before.ticket, {{1, recordOf("tab", {"1"})}}, true}, one.parked, one.damaged),
            std::nullopt);
  EXPECT_THAT(one.damaged, IsEmpty()) << "a sound record would be put into quarantine";
}

}  // namespace
}  // namespace holdfast
