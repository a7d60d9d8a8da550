#include "CorePort.h"

#include <gtest/gtest.h>

#include "codec/EffectWriter.h"
#include "codec/EventReader.h"
#include "common/Bytes.h"
#include "outbox/Segment.h"

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

TEST(CorePort, AMessageGoesInAsBytesAndComesOutAsARecord) {
  CorePort port{config()};
  ASSERT_EQ(port.handle(queued("talk", "m1", R"({"id":"m1"})"), 1'000), std::nullopt);
  ASSERT_EQ(port.handle("\x01", 1'000), std::nullopt);
  ByteReader effects{port.drain()};
  EXPECT_EQ(effects.u8(), 0U) << "the first effect is AppendSegments";
  EXPECT_EQ(effects.u32(), 1U);
  ASSERT_EQ(effects.varint(), 1U);
  const auto segment = decodeSegment(effects.text());
  ASSERT_TRUE(segment.ok());
  EXPECT_EQ(segment.value().entries.front().messageId, "m1");
}

TEST(CorePort, WhatIsNoEventIsAnErrorAndChangesNothing) {
  CorePort port{config()};
  EXPECT_EQ(port.drain(), "");
  for (const std::string& bytes :
       {std::string{}, std::string{"\xff"}, std::string{"\x00\x05", 2}, std::string{"\x07"},
        std::string{"\x03\x01\x00\x00\x00\x01\xff\xff\xff\xff\x0f", 11}}) {
    const auto error = port.handle(bytes, 1);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::MalformedEvent);
    EXPECT_EQ(port.drain(), "");
  }
}

TEST(CorePort, TimesThatAreNoneAreSurvived) {
  CorePort port{config()};
  for (const double now : {-1.0, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(port.handle("\x0f", now), std::nullopt);
  }
  EXPECT_EQ(port.nextDeadlineMs(), -1);
}

TEST(CorePort, ARecordIsDescribedAsJson) {
  const std::string bytes = encodeSegment({"tab",
                                           {{1, timeFromMs(1), "talk", "m1", R"({"id":"m1"})"},
                                            {2, timeFromMs(1), "talk", "m2", R"({"id":"m2"})"}}});
  EXPECT_EQ(
      describeSegment(bytes),
      R"([{"conversationId":"talk","message":{"id":"m1"}},{"conversationId":"talk","message":{"id":"m2"}}])");
  EXPECT_EQ(describeSegment("noise"), "[]");
}

}  // namespace
}  // namespace holdfast
