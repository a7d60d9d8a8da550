#include "holdfast/StreamDecoder.h"

#include <gtest/gtest.h>

#include "stream/EventStreamParser.h"

namespace holdfast {
namespace {

std::string chunk(const std::string& choice) {
  return "data: {\"id\":\"x\",\"choices\":[" + choice + "]}\n\n";
}
std::string delta(const std::string& text) {
  return chunk(R"({"index":0,"delta":{"content":")" + text + "\"}}");
}

std::string textOf(StreamDecoder& decoder, std::string_view bytes) {
  EXPECT_EQ(decoder.feed(bytes), std::nullopt);
  return std::string{decoder.text()};
}

TEST(StreamDecoder, JoinsTheDeltasOfOneNetworkChunk) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder, delta("Hel") + delta("lo") + "data: {\"cho"), "Hello");
  EXPECT_EQ(textOf(decoder, "ices\":[{\"delta\":{\"content\":\" \\u00fc\\n\"}}]}\n\n"), " ü\n");
}

TEST(StreamDecoder, KnowsWhenTheAnswerIsComplete) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  textOf(decoder, delta("a"));
  EXPECT_FALSE(decoder.done());
  textOf(decoder, chunk(R"({"index":0,"delta":{},"finish_reason":"length"})"));
  EXPECT_EQ(decoder.finishReason(), "length");
  textOf(decoder, "data: [DONE]\n\n" + delta("nothing follows"));
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(decoder.text(), "");
}

TEST(StreamDecoder, TakesTheFirstChoiceAndNothingElseForTheText) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder,
                   "data: {\"content\":\"no\",\"choices\":[{\"delta\":{\"content\":\"yes\",\"role\":\"no\","
                   "\"deep\":{\"content\":\"no\"}}},{\"delta\":{\"content\":\"no\"}}],\"usage\":null}\n\n"),
            "yes");
}

TEST(StreamDecoder, RemembersTheIdForAReconnect) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  textOf(decoder, "id: 41\n" + delta("a") + "id: 42\ndata: {\"half");
  EXPECT_EQ(decoder.lastEventId(), "41");
}

TEST(StreamDecoder, GoodTextBeforeAnErrorIsHandedOn) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  const auto error = decoder.feed(delta("good") + "data: {broken\n\n");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::MalformedDelta);
  EXPECT_NE(error->detail.find("byte 2"), std::string::npos) << error->detail;
  EXPECT_EQ(decoder.text(), "good");
  EXPECT_TRUE(decoder.feed(delta("more"))) << "it went on after an error";
  EXPECT_EQ(decoder.text(), "");
}

TEST(StreamDecoder, AnErrorOfTheUpstreamIsOne) {
  StreamDecoder inChunk{StreamFormat::OpenAi};
  const auto error = inChunk.feed("data: {\"error\":{\"message\":\"overloaded\",\"type\":\"x\"}}\n\n");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::UpstreamError);
  EXPECT_EQ(error->detail, "overloaded");

  StreamDecoder inEvent{StreamFormat::OpenAi};
  EXPECT_EQ(inEvent.feed("event: error\ndata: gone\n\n")->detail, "gone");
}

TEST(StreamDecoder, DeepNestingIsAnErrorAndNotAllTheStack) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_TRUE(decoder.feed("data: " + std::string(100'000, '[') + "\n\n"));
}

TEST(StreamDecoder, PlainEventsAndPlainBodiesAreTextAsTheyAre) {
  StreamDecoder events{StreamFormat::EventText};
  EXPECT_EQ(textOf(events, "data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n"), "Hello");
  EXPECT_TRUE(events.done());
  StreamDecoder body{StreamFormat::Text};
  EXPECT_EQ(textOf(body, "data: not an event\n"), "data: not an event\n");
}

TEST(StreamDecoder, WhatFollowsTheEndIsNotRead) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  textOf(decoder, delta("a") + "data: [DONE]\n\n");
  EXPECT_EQ(textOf(decoder, delta("b")), "");
  EXPECT_EQ(textOf(decoder, "data: {broken\n\n"), "");
}

TEST(StreamDecoder, AnEventBeyondItsBoundIsAnErrorThatStays) {
  StreamDecoder decoder{StreamFormat::EventText};
  const auto error = decoder.feed("data: " + std::string(2 * EventStreamParser::kMaxEventBytes, 'x'));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::StreamLimit);
  EXPECT_EQ(decoder.feed("data: a\n\n")->code, ErrorCode::StreamLimit);
  EXPECT_EQ(decoder.text(), "");
}

TEST(StreamDecoder, AnErrorMayBeATextByItself) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(decoder.feed("data: {\"error\":\"overloaded\"}\n\n")->detail, "overloaded");
}

TEST(StreamDecoder, AListWhereAnObjectBelongsHoldsNoText) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder, "data: [[{\"delta\":{\"content\":\"no\"}}]]\n\n"), "");
  EXPECT_EQ(textOf(decoder, "data: {\"choices\":[[{\"content\":\"no\"}]]}\n\n"), "");
}

}  // namespace
}  // namespace holdfast
