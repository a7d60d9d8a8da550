#include "log/Segment.h"

#include <gtest/gtest.h>

#include "common/Bytes.h"
#include "log/Crc32c.h"
#include "log/SegmentVersion1.h"
#include "support/OldRecords.h"

namespace holdfast {
namespace {

Segment sample() {
  return {"tab-1",
          "talk",
          {{EntryKind::Creation, 0, timeFromMs(1'700'000'000'000), "talk", R"({"title":"A talk"})"},
           {EntryKind::Message, 1, timeFromMs(1'700'000'000'000), "m1", R"({"id":"m1","content":"Grüße 🌊"})"},
           {EntryKind::Message, 300, timeFromMs(1'700'000'000'001), "m2", R"({"id":"m2"})"},
           {EntryKind::Message, 301, timeFromMs(1'700'000'000'001), "m3", R"({"id":)", 0, 2}}};
}

/// A record around a body, with a checksum that matches.
template <typename WriteBody>
std::string sealed(std::uint8_t version, WriteBody writeBody) {
  std::string body;
  ByteWriter out{body};
  writeBody(out);
  std::string bytes{"HFS"};
  ByteWriter{bytes}.u8(version);
  ByteWriter{bytes}.u32(crc32cOf(body));
  return bytes + body;
}

TEST(Crc32c, GivesTheCheckValuesOfRfc3720) {
  EXPECT_EQ(crc32cOf("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32cOf(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32cOf(std::string(32, '\xff')), 0x62a8ab43U);
  EXPECT_EQ(crc32cOf(""), 0U);
}

TEST(Segment, ComesBackAsItWasWritten) {
  const Result<Segment> read = decodeSegment(encodeSegment(sample()));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read.value().writer, "tab-1");
  EXPECT_EQ(read.value().conversationId, "talk");
  ASSERT_EQ(read.value().entries.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const SegmentEntry expected = sample().entries[i];
    const SegmentEntry& entry = read.value().entries[i];
    EXPECT_EQ(entry.kind, expected.kind);
    EXPECT_EQ(entry.seq, expected.seq);
    EXPECT_EQ(entry.queuedAt, expected.queuedAt);
    EXPECT_EQ(entry.messageId, expected.messageId);
    EXPECT_EQ(entry.payload, expected.payload);
    EXPECT_EQ(entry.part, expected.part);
    EXPECT_EQ(entry.parts, expected.parts);
  }
}

TEST(Segment, AMessageMayHaveManyParts) {
  Segment segment = sample();
  segment.entries = {{EntryKind::Message, 1, timeFromMs(1), "m1", R"({"id":)", 0, 300},
                     {EntryKind::Message, 1, timeFromMs(1), "m1", R"("m1"})", 299, 300}};
  const Result<Segment> read = decodeSegment(encodeSegment(segment));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read.value().entries.back().part, 299U);
  EXPECT_EQ(read.value().entries.back().parts, 300U);
}

TEST(Segment, EveryTruncationIsNoticed) {
  const std::string bytes = encodeSegment(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decodeSegment(std::string_view{bytes}.substr(0, size)).ok()) << "cut to " << size;
  }
}

TEST(Segment, EveryFlippedBitIsNoticed) {
  const std::string bytes = encodeSegment(sample());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(decodeSegment(damaged).ok()) << "bit " << bit;
  }
}

TEST(Segment, AnotherVersionIsNamedInTheError) {
  std::string bytes = encodeSegment(sample());
  bytes[3] = 9;
  const Result<Segment> read = decodeSegment(bytes);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::DamagedSegment);
  EXPECT_NE(read.error().detail.find("version 9"), std::string::npos);
}

TEST(Segment, WhatContradictsItselfIsDamagedThoughItsChecksumMatches) {
  const auto damagedBy = [](auto change) {
    Segment segment = sample();
    change(segment);
    return !decodeSegment(encodeSegment(segment)).ok();
  };
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries.clear(); }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.writer = "no spaces"; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.conversationId = ""; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[0].seq = 1; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].seq = 0; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].messageId = "\n"; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].seq = kMaxSeq + 1; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].payload = "7"; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].payload = "{"; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].parts = 0; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].part = 1; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[3].parts = 1'000'000; }));
  EXPECT_TRUE(damagedBy([](Segment& segment) { segment.entries[1].kind = EntryKind{7}; }));
}

TEST(Segment, AnEntryThatIsCutShortIsDamagedThoughItsChecksumMatches) {
  const std::string whole = encodeSegment(sample());
  for (const std::size_t missing : {1U, 5U, 9U}) {
    const Result<Segment> read = decodeSegment(sealed(2, [&](ByteWriter& out) {
      for (const char byte : whole.substr(8, whole.size() - 8 - missing))
        out.u8(static_cast<std::uint8_t>(byte));
    }));
    ASSERT_FALSE(read.ok()) << missing;
    EXPECT_EQ(read.error().detail, "entry 4 is not sound");
  }
}

TEST(Segment, ItsSizeIsNeverUnderstated) {
  const Segment segment = sample();
  std::size_t promised = SegmentBuilder::kSegmentOverheadBytes;
  for (const SegmentEntry& entry : segment.entries)
    promised += SegmentBuilder::kEntryOverheadBytes + entry.payload.size();
  EXPECT_LE(encodeSegment(segment).size(), promised);
}

TEST(SegmentVersion1, ARecordOfSeveralConversationsBecomesOneForEach) {
  const auto read = decodeSegmentVersion1(test::oldRecord());
  ASSERT_TRUE(read.ok()) << read.error().detail;
  ASSERT_EQ(read.value().size(), 2U);
  EXPECT_EQ(read.value()[0].conversationId, "talk");
  ASSERT_EQ(read.value()[0].entries.size(), 2U);
  EXPECT_EQ(read.value()[0].entries[1].messageId, "m3");
  EXPECT_EQ(read.value()[0].entries[1].seq, 2U);
  EXPECT_EQ(read.value()[1].conversationId, "talk-2");
  EXPECT_EQ(read.value()[1].entries[0].payload, R"({"id":"m2"})");
  for (const Segment& segment : read.value()) EXPECT_TRUE(decodeSegment(encodeSegment(segment)).ok());
}

TEST(SegmentVersion1, EveryTruncationAndEveryFlippedBitIsNoticed) {
  const std::string bytes = test::oldRecord();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decodeSegmentVersion1(std::string_view{bytes}.substr(0, size)).ok()) << "cut to " << size;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(decodeSegmentVersion1(damaged).ok()) << "bit " << bit;
  }
}

/// A record of version 1 that promises so many messages and holds one, with bytes behind it.
std::string oldRecordOf(const std::string& writer, std::uint64_t count, const std::string& conversation,
                        const std::string& id, const std::string& tail) {
  return sealed(1, [&](ByteWriter& out) {
    out.text(writer);
    out.varint(count);
    out.varint(1);
    out.u64(1);
    out.text(conversation);
    out.text(id);
    out.text("{}");
    for (const char byte : tail) out.u8(static_cast<std::uint8_t>(byte));
  });
}

TEST(SegmentVersion1, WhatContradictsItselfIsDamagedThoughItsChecksumMatches) {
  ASSERT_TRUE(decodeSegmentVersion1(oldRecordOf("tab", 1, "talk", "m1", "")).ok());
  for (const std::string& bytes :
       {oldRecordOf("no spaces", 1, "talk", "m1", ""), oldRecordOf("tab", 1, "", "m1", ""),
        oldRecordOf("tab", 1, "talk", "no spaces", ""), oldRecordOf("tab", 1, "talk", "m1", "more"),
        sealed(1, [](ByteWriter& out) {
          out.text("tab");
          out.varint(0);
        })}) {
    const auto read = decodeSegmentVersion1(bytes);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, ErrorCode::DamagedSegment);
  }
}

TEST(SegmentVersion1, AMessageThatIsCutShortEndsTheRecord) {
  // A second message, whose payload is longer than what is left.
  std::string tail{"\x02"};
  tail += std::string(8, '\0') + std::string{"\x04talk\x02m2\x7f{}"};
  EXPECT_FALSE(decodeSegmentVersion1(oldRecordOf("tab", 2, "talk", "m1", tail)).ok());
  EXPECT_FALSE(decodeSegmentVersion1(oldRecordOf("tab", 3, "talk", "m1", tail)).ok());
  tail[tail.size() - 3] = 2;
  EXPECT_TRUE(decodeSegmentVersion1(oldRecordOf("tab", 2, "talk", "m1", tail)).ok());
}

}  // namespace
}  // namespace holdfast
