#include "CorePort.h"

#include <gtest/gtest.h>

#include <vector>

#include "codec/EffectWriter.h"
#include "codec/EventReader.h"
#include "common/Bytes.h"
#include "log/Segment.h"
#include "support/OldRecords.h"

namespace holdfast {
namespace {

Config config() {
  Config made;
  made.writer = "tab";
  return made;
}

std::string queued(std::string_view conversation, std::string_view id, std::string_view payload) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(0);
  writer.text(conversation);
  writer.text(id);
  bytes += payload;
  return bytes;
}

std::string batchOf(const std::vector<std::string>& messages) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u32(static_cast<std::uint32_t>(messages.size()));
  for (const std::string& message : messages) writer.u32(static_cast<std::uint32_t>(message.size()));
  for (const std::string& message : messages) bytes += message;
  return bytes;
}

TEST(CorePort, MessagesGoInTogetherAndComeOutAsARecord) {
  CorePort port{config()};
  ASSERT_EQ(port.queueMessages(batchOf({"talk\nm1\nuser\nt\n\nHi", "talk\nm2\nuser\nt\n\n"}), 1'000),
            std::nullopt);
  ASSERT_EQ(port.handle("\x02", 1'000), std::nullopt);
  ByteReader effects{port.drain()};
  effects.u8();
  effects.u32();
  ASSERT_EQ(effects.varint(), 1U);
  EXPECT_EQ(effects.text(), "talk");
  const auto segment = decodeSegment(effects.text());
  ASSERT_TRUE(segment.ok());
  ASSERT_EQ(segment.value().entries.size(), 2U);
  EXPECT_EQ(segment.value().entries[1].seq, 2U);
  EXPECT_EQ(segment.value().entries[0].payload,
            R"({"id":"m1","role":"user","content":"Hi","createdAt":"t"})");
}

TEST(CorePort, AMessageThatIsRefusedLosesNoneAheadOfIt) {
  CorePort port{config()};
  const auto refused =
      port.queueMessages(batchOf({"talk\nm1\nuser\nt\n\n", "talk\nno id\nuser\nt\n\n"}), 1'000);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->code, ErrorCode::InvalidField);
  const auto cut = port.queueMessages("\x01", 1'000);
  ASSERT_TRUE(cut.has_value());
  EXPECT_EQ(cut->code, ErrorCode::MalformedEvent);
  ASSERT_EQ(port.handle("\x02", 1'000), std::nullopt);
  ByteReader effects{port.drain()};
  effects.u8();
  effects.u32();
  ASSERT_EQ(effects.varint(), 1U);
  effects.text();
  EXPECT_EQ(decodeSegment(effects.text()).value().entries.size(), 1U);
}

TEST(CorePort, AMessageGoesInAsBytesAndComesOutAsARecord) {
  CorePort port{config()};
  ASSERT_EQ(port.handle(queued("talk", "m1", R"({"id":"m1"})"), 1'000), std::nullopt);
  ASSERT_EQ(port.handle("\x02", 1'000), std::nullopt);
  ByteReader effects{port.drain()};
  EXPECT_EQ(effects.u8(), 0U) << "the first effect is AppendSegments";
  EXPECT_EQ(effects.u32(), 1U);
  ASSERT_EQ(effects.varint(), 1U);
  EXPECT_EQ(effects.text(), "talk");
  const auto segment = decodeSegment(effects.text());
  ASSERT_TRUE(segment.ok());
  EXPECT_EQ(segment.value().entries.front().messageId, "m1");
}

TEST(CorePort, WhatIsNoEventIsAnErrorAndChangesNothing) {
  CorePort port{config()};
  EXPECT_EQ(port.drain(), "");
  for (const std::string& bytes :
       {std::string{}, std::string{"\xff"}, std::string{"\x00\x05", 2}, std::string{"\x0b"},
        std::string{"\x05\x01\x00\x00\x00\x01\xff\xff\xff\xff\x0f", 11}}) {
    const auto error = port.handle(bytes, 1);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::MalformedEvent);
    EXPECT_EQ(port.drain(), "");
  }
}

TEST(CorePort, TimesThatAreNoneAreSurvived) {
  CorePort port{config()};
  for (const double now : {-1.0, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(port.handle("\x13", now), std::nullopt);
  }
  EXPECT_EQ(port.nextDeadlineMs(), -1);
}

TEST(CorePort, MessagesThatOnlyFillTheGroupAreNotUrgent) {
  Config small = config();
  small.log.groupBytes = 100;
  CorePort port{small};
  ASSERT_EQ(port.handle(queued("talk", "m1", R"({"id":"m1"})"), 1'000), std::nullopt);
  EXPECT_FALSE(port.isUrgent());
  ASSERT_EQ(
      port.handle(queued("talk", "m2", R"({"id":"m2","content":")" + std::string(99, 'x') + "\"}"), 1'000),
      std::nullopt);
  EXPECT_TRUE(port.isUrgent()) << "memory grows with what is queued";
  EXPECT_FALSE(port.drain().empty());
  EXPECT_FALSE(port.isUrgent());
}

SegmentEntry message(Seq seq, const std::string& id, const std::string& payload) {
  return {EntryKind::Message, seq, timeFromMs(1), id, payload};
}

TEST(CorePort, RecordsAreDescribedAsJson) {
  SegmentEntry begun = message(3, "m3", R"({"id":)");
  begun.parts = 2;
  SegmentEntry ended = message(3, "m3", R"("m3"})");
  ended.parts = 2;
  ended.part = 1;
  const std::string first = encodeSegment(
      {"tab",
       "talk",
       {{EntryKind::Creation, 0, timeFromMs(1), "talk", "{}"}, message(1, "m1", R"({"id":"m1"})"), begun}});
  const std::string second = encodeSegment({"tab", "talk", {ended}});
  EXPECT_EQ(describeSegments({first, "noise", second}),
            R"({"messages":[{"id":"m1"},{"id":"m3"}],"begun":0})");
  EXPECT_EQ(describeSegments({first}), R"({"messages":[{"id":"m1"}],"begun":1})");
  EXPECT_EQ(describeSegments({second}), R"({"messages":[],"begun":0})") << "half a message";
  EXPECT_EQ(describeSegments({}), R"({"messages":[],"begun":0})");
}

TEST(CorePort, ARecordOfVersion1BecomesRecordsOfThePresentOne) {
  const auto records = upgradeSegment(test::oldRecord());
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records.value().size(), 2U);
  EXPECT_EQ(records.value()[1].conversationId, "talk-2");
  EXPECT_TRUE(decodeSegment(records.value()[1].bytes).ok());
  EXPECT_EQ(upgradeSegment("noise").error().code, ErrorCode::DamagedSegment);
}

TEST(CorePort, ADeadlineIsGivenInMilliseconds) {
  CorePort port{config()};
  ASSERT_EQ(port.handle("\x0d\x01", 1'000), std::nullopt);
  ASSERT_EQ(port.handle(queued("talk", "m1", R"({"id":"m1"})"), 1'000), std::nullopt);
  ASSERT_EQ(port.handle("\x02", 1'000), std::nullopt);
  ASSERT_EQ(port.handle(std::string_view{"\x04\x01\x00\x00\x00\x01\x00\x00", 8}, 1'000), std::nullopt)
      << "the log is empty";
  ASSERT_EQ(port.handle(std::string_view{"\x03\x01\x00\x00\x00\x01\x01\x01", 8}, 1'000), std::nullopt)
      << "the record is in the log";
  EXPECT_EQ(port.nextDeadlineMs(), 1'000 + 10'000) << "a request is under way";
}

}  // namespace
}  // namespace holdfast
