#include "outbox/Segment.h"

#include <gtest/gtest.h>

#include "outbox/Crc32c.h"

namespace holdfast {
namespace {

Segment sample() {
  return {"tab-1",
          {{1, timeFromMs(1'700'000'000'000), "talk", "m1", R"({"id":"m1","content":"Grüße 🌊"})"},
           {300, timeFromMs(1'700'000'000'001), "talk-2", "m2", R"({"id":"m2"})"}}};
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
  ASSERT_EQ(read.value().entries.size(), 2U);
  EXPECT_EQ(read.value().entries[0].payload, sample().entries[0].payload);
  EXPECT_EQ(read.value().entries[1].seq, 300U);
  EXPECT_EQ(read.value().entries[1].queuedAt, timeFromMs(1'700'000'000'001));
  EXPECT_EQ(read.value().entries[1].conversationId, "talk-2");
  EXPECT_EQ(read.value().entries[1].messageId, "m2");
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
  bytes[3] = 2;
  const Result<Segment> read = decodeSegment(bytes);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::DamagedSegment);
  EXPECT_NE(read.error().detail.find("version 2"), std::string::npos);
}

TEST(Segment, AnEmptyRecordIsNoRecord) { EXPECT_FALSE(decodeSegment(encodeSegment({"tab-1", {}})).ok()); }

TEST(Segment, TheSizeOfAnEntryIsNeverUnderstated) {
  const Segment segment = sample();
  std::size_t promised = 8 + 6 + 10;
  for (const SegmentEntry& entry : segment.entries) promised += encodedSize(entry);
  EXPECT_LE(encodeSegment(segment).size(), promised);
}

}  // namespace
}  // namespace holdfast
