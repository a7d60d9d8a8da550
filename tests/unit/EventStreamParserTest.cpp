#include "stream/EventStreamParser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Collector : EventStreamParser::Sink {
  bool onEvent(std::string_view type, std::string_view data) override {
    events.push_back(std::string{type} + "|" + std::string{data});
    return true;
  }
  std::vector<std::string> events;
};

std::vector<std::string> eventsOf(std::string_view bytes) {
  EventStreamParser parser;
  Collector collector;
  EXPECT_FALSE(parser.feed(bytes, collector));
  return collector.events;
}

TEST(EventStreamParser, AnEventEndsWithAnEmptyLine) {
  EXPECT_THAT(eventsOf("data: one\n\ndata: two\n\ndata: cut off\n"),
              ElementsAre("message|one", "message|two"));
}

TEST(EventStreamParser, LinesEndWithLfCrOrCrlf) {
  EXPECT_THAT(eventsOf("data: a\n\ndata: b\r\rdata: c\r\n\r\n"),
              ElementsAre("message|a", "message|b", "message|c"));
}

TEST(EventStreamParser, DataLinesAreJoined) {
  EXPECT_THAT(eventsOf("data: a\ndata:\ndata\ndata:  b\n\n"), ElementsAre("message|a\n\n\n b"));
}

TEST(EventStreamParser, CommentsAndUnknownFieldsSayNothing) {
  EXPECT_THAT(eventsOf(": ping\n\nfoo: bar\n\ndata: a\n\n"), ElementsAre("message|a"));
}

TEST(EventStreamParser, TheTypeHoldsForOneEvent) {
  EXPECT_THAT(eventsOf("event: error\ndata: a\n\ndata: b\n\nevent: lost\n\ndata: c\n\n"),
              ElementsAre("error|a", "message|b", "message|c"));
}

TEST(EventStreamParser, OneByteOrderMarkIsSkipped) {
  EXPECT_THAT(eventsOf("\xEF\xBB\xBF"
                       "data: a\n\n"),
              ElementsAre("message|a"));
  EXPECT_THAT(eventsOf("\xEF\xBB\xBF\xEF\xBB\xBF"
                       "data: a\n\n"),
              IsEmpty());
}

TEST(EventStreamParser, IdsAreKeptUnlessTheyHoldNul) {
  EventStreamParser parser;
  Collector collector;
  ASSERT_FALSE(parser.feed("id: 7\ndata: a\n\nid: 8\n", collector));
  EXPECT_EQ(parser.lastEventId(), "7") << "an event that was not handed on counted";
  ASSERT_FALSE(parser.feed("\n", collector));
  EXPECT_EQ(parser.lastEventId(), "8");
  ASSERT_FALSE(parser.feed(std::string_view{"id: 9\0\ndata: b\n\n", 16}, collector));
  EXPECT_EQ(parser.lastEventId(), "8");
  ASSERT_FALSE(parser.feed("id\ndata: c\n\n", collector));
  EXPECT_EQ(parser.lastEventId(), "");
}

TEST(EventStreamParser, RetryTakesDigitsOnly) {
  EventStreamParser parser;
  Collector collector;
  ASSERT_FALSE(parser.feed("retry: 250\nretry: 1s\nretry: -1\nretry\nretry: 1234567890\n", collector));
  EXPECT_EQ(parser.retryMs(), 250U);
}

TEST(EventStreamParser, EveryCutGivesTheSameEvents) {
  constexpr std::string_view kStream =
      "\xEF\xBB\xBF: hi\r\nid: 1\r\ndata: Gr\xC3\xBC\xC3\x9F"
      "e\r\n\r\nevent: x\rdata: a\rdata: b\r\rdata: c\n\n";
  const std::vector<std::string> whole = eventsOf(kStream);
  ASSERT_EQ(whole.size(), 3U);
  for (std::size_t cut = 0; cut <= kStream.size(); ++cut) {
    EventStreamParser parser;
    Collector collector;
    ASSERT_FALSE(parser.feed(kStream.substr(0, cut), collector));
    ASSERT_FALSE(parser.feed(kStream.substr(cut), collector));
    EXPECT_EQ(collector.events, whole) << "cut at " << cut;
  }
}

TEST(EventStreamParser, AnEndlessLineIsAnErrorAndNotAllTheMemory) {
  EventStreamParser parser;
  Collector collector;
  const std::string chunk(1024 * 1024, 'x');
  std::optional<Error> error;
  for (int i = 0; i < 8 && !error; ++i) error = parser.feed(chunk, collector);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::StreamLimit);
}

}  // namespace
}  // namespace holdfast
