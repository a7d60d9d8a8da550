#include "codec/EventReader.h"

#include <gtest/gtest.h>

#include "common/Bytes.h"

namespace holdfast::codec {
namespace {

/// Hands the bytes of one event over, and gives it back.
template <typename Kind, typename Write>
Kind readAs(Write write) {
  std::string bytes;
  ByteWriter out{bytes};
  out.u8(static_cast<std::uint8_t>(Event{Kind{}}.index()));
  write(out);
  Result<Event> read = readEvent(bytes);
  EXPECT_TRUE(read.ok()) << read.error().detail;
  Kind* event = read ? std::get_if<Kind>(&read.value()) : nullptr;
  EXPECT_NE(event, nullptr);
  return event == nullptr ? Kind{} : std::move(*event);
}

TEST(EventReader, TheKeysOfAnAppendAreRead) {
  const auto event = readAs<SegmentsAppended>([](ByteWriter& out) {
    out.u32(3);
    out.u8(1);
    out.varint(2);
    out.varint(500);
    out.varint(501);
  });
  EXPECT_EQ(event.ticket, 3U);
  EXPECT_TRUE(event.durable);
  EXPECT_EQ(event.keys, (std::vector<SegmentKey>{500, 501}));
}

TEST(EventReader, TheLanesOfASearchAreRead) {
  const auto event = readAs<LanesFound>([](ByteWriter& out) {
    out.u32(4);
    out.u8(2);
    out.varint(9);
    out.varint(2);
    out.text("a");
    out.varint(8);
    out.text("b");
    out.varint(9);
  });
  EXPECT_FALSE(event.reachedEnd);
  EXPECT_TRUE(event.failed);
  EXPECT_EQ(event.lastKey, 9U);
  ASSERT_EQ(event.lanes.size(), 2U);
  EXPECT_EQ(event.lanes[1].conversationId, "b");
  EXPECT_EQ(event.lanes[1].lastKey, 9U);
}

TEST(EventReader, TheRecordsOfALaneAreRead) {
  const auto event = readAs<LaneRead>([](ByteWriter& out) {
    out.u32(5);
    out.u8(1);
    out.varint(1);
    out.varint(77);
    out.text("bytes");
  });
  EXPECT_TRUE(event.reachedEnd);
  EXPECT_FALSE(event.failed);
  ASSERT_EQ(event.segments.size(), 1U);
  EXPECT_EQ(event.segments[0].key, 77U);
  EXPECT_EQ(event.segments[0].bytes, "bytes");
}

TEST(EventReader, ParkedAndDiscardedPlacesAreKeptApart) {
  const auto event = readAs<ParkedFound>([](ByteWriter& out) {
    out.varint(1);
    out.text("m1");
    out.varint(4);
    out.varint(1);
    out.text("m2");
    out.varint(5);
  });
  ASSERT_EQ(event.parked.size(), 1U);
  EXPECT_EQ(event.parked[0].messageId, "m1");
  ASSERT_EQ(event.discarded.size(), 1U);
  EXPECT_EQ(event.discarded[0].messageId, "m2");
  EXPECT_EQ(event.discarded[0].place, 5U);
}

TEST(EventReader, TheConversationsOfAHintAreRead) {
  const auto event = readAs<LogChanged>([](ByteWriter& out) {
    out.varint(12);
    out.varint(2);
    out.text("a");
    out.text("b");
  });
  EXPECT_EQ(event.firstKey, 12U);
  EXPECT_EQ(event.conversationIds, (std::vector<std::string>{"a", "b"}));
}

TEST(EventReader, TheBodyOfAnAnswerIsWhatIsLeft) {
  const auto event = readAs<ResponseArrived>([](ByteWriter& out) {
    out.u32(6);
    out.varint(429);
    out.text("120");
    for (const char byte : std::string_view{"body"}) out.u8(static_cast<std::uint8_t>(byte));
  });
  EXPECT_EQ(event.request, 6U);
  EXPECT_EQ(event.status, 429);
  EXPECT_EQ(event.retryAfter, "120");
  EXPECT_EQ(event.body, "body");
}

TEST(EventReader, AListThatPromisesMoreThanThereIsIsCutShort) {
  std::string bytes;
  ByteWriter out{bytes};
  out.u8(static_cast<std::uint8_t>(Event{LogChanged{}}.index()));
  out.varint(1);
  out.varint(1'000'000'000);
  out.text("a");
  const Result<Event> read = readEvent(bytes);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::MalformedEvent);
}

}  // namespace
}  // namespace holdfast::codec
