#include "stream/EventStreamParser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace holdfast {
namespace {

using testing::ElementsAre;

struct Stream : EventStreamParser::Sink {
  bool onEvent(std::string_view type, std::string_view data) override {
    events.push_back(std::string{type} + "|" + std::string{data});
    return events.size() < most;
  }

  std::optional<Error> feed(std::string_view bytes) {
    buffer.append(bytes);
    return parser.parse(buffer, *this);
  }

  std::vector<std::string> events;
  std::size_t most = SIZE_MAX;
  EventStreamParser parser;
  InputBuffer buffer;
};

// The rules of the standard are in EventStreamConformanceTest.cpp.

TEST(EventStreamParser, WhoeverHasEnoughStopsIt) {
  Stream stream;
  stream.most = 1;
  ASSERT_FALSE(stream.feed("data: a\n\ndata: b\n\n"));
  EXPECT_THAT(stream.events, ElementsAre("message|a"));
  EXPECT_EQ(stream.buffer.rest(), "data: b\n\n");
}

TEST(EventStreamParser, WhatIsReadIsTakenOffTheBuffer) {
  Stream stream;
  ASSERT_FALSE(stream.feed("data: a\n\ndata: half"));
  EXPECT_EQ(stream.buffer.rest(), "data: half");
  ASSERT_FALSE(stream.feed(" and half\n\n"));
  EXPECT_THAT(stream.events, ElementsAre("message|a", "message|half and half"));
  EXPECT_EQ(stream.buffer.rest(), "");
}

TEST(EventStreamParser, DataIsKeptWhereTheBufferMoves) {
  Stream stream;
  ASSERT_FALSE(stream.feed("data: kept\n"));
  ASSERT_FALSE(stream.feed(std::string(100'000, ':') + "\n"));
  ASSERT_FALSE(stream.feed("data: more\n\n"));
  EXPECT_THAT(stream.events, ElementsAre("message|kept\nmore"));
}

TEST(EventStreamParser, AnEndlessLineIsAnErrorAndNotAllTheMemory) {
  Stream stream;
  const std::string chunk(1024 * 1024, 'x');
  std::optional<Error> error;
  for (int i = 0; i < 8 && !error; ++i) error = stream.feed(chunk);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::StreamLimit);
}

TEST(EventStreamParser, AnEventOfEndlesslyManyLinesIsAnErrorToo) {
  Stream stream;
  std::string chunk;
  for (int i = 0; i < 16; ++i) chunk += "data: " + std::string(65'536, 'x') + "\n";
  std::optional<Error> error;
  for (int i = 0; i < 8 && !error; ++i) error = stream.feed(chunk);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::StreamLimit);
}

TEST(EventStreamParser, ALongLineInManyPartsIsSearchedOnce) {
  Stream stream;
  ASSERT_FALSE(stream.feed("data: "));
  for (int i = 0; i < 30'000; ++i) ASSERT_FALSE(stream.feed("0123456789"));
  ASSERT_FALSE(stream.feed("\r"));
  ASSERT_FALSE(stream.feed("\n\r\n"));
  ASSERT_EQ(stream.events.size(), 1U);
  EXPECT_EQ(stream.events[0].size(), 300'008U);
}

}  // namespace
}  // namespace holdfast
