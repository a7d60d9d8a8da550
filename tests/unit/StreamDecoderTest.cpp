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

std::string textOf(const StreamDecoder& decoder) {
  std::string text;
  for (const StreamPart& part : decoder.parts())
    if (part.kind == StreamPartKind::Text) text += part.text;
  return text;
}

std::string textOf(StreamDecoder& decoder, std::string_view bytes) {
  EXPECT_EQ(decoder.feed(bytes), std::nullopt);
  return textOf(decoder);
}

TEST(StreamDecoder, JoinsTheDeltasOfOneNetworkChunk) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder, delta("Hel") + delta("lo") + "data: {\"cho"), "Hello");
  EXPECT_EQ(textOf(decoder, "ices\":[{\"delta\":{\"content\":\" \\u00fc\\n\"}}]}\n\n"), " ü\n");
}

TEST(StreamDecoder, TheJsonOfAnEventMayStandOnSeveralLines) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(
      textOf(decoder,
             "data: {\ndata: \t\"choices\": [\ndata: \t\t{\"delta\": {\"content\":\t\"yes\"}}\ndata: \t]\n"
             "data: }\n\n"),
      "yes");
}

TEST(StreamDecoder, EscapesStandForTheirCharacters) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder, delta(R"(\"\\\/\b\f\n\r\t)") + delta("\\u0041\\u00fC\\uFFE5\\ud83C\\uDF0a")),
            "\"\\/\b\f\n\r\tAü￥🌊");
}

TEST(StreamDecoder, KnowsWhenTheAnswerIsComplete) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  textOf(decoder, delta("a"));
  EXPECT_FALSE(decoder.done());
  textOf(decoder, chunk(R"({"index":0,"delta":{},"finish_reason":"length"})"));
  EXPECT_EQ(decoder.finishReason(), "length");
  textOf(decoder, "data: [DONE]\n\n" + delta("nothing follows"));
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(textOf(decoder), "");
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
  EXPECT_EQ(error->detail, "event 2 of the stream is not valid JSON at byte 1");
  EXPECT_EQ(textOf(decoder), "good");
  EXPECT_TRUE(decoder.feed(delta("more"))) << "it went on after an error";
  EXPECT_EQ(textOf(decoder), "");
}

TEST(StreamDecoder, AnErrorOfTheUpstreamIsOne) {
  StreamDecoder inChunk{StreamFormat::OpenAi};
  const auto error = inChunk.feed("data: {\"error\":{\"message\":\"overloaded\",\"type\":\"x\"}}\n\n");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::UpstreamError);
  EXPECT_EQ(error->detail, "overloaded");

  StreamDecoder inEvent{StreamFormat::OpenAi};
  EXPECT_EQ(inEvent.feed("event: error\ndata: gone\n\n")->detail, "gone");

  StreamDecoder amongTexts{StreamFormat::EventText};
  const auto told = amongTexts.feed("data: good\n\nevent: error\ndata: gone\n\n");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->code, ErrorCode::UpstreamError);
  EXPECT_EQ(told->detail, "gone");
  EXPECT_EQ(textOf(amongTexts), "good");
}

TEST(StreamDecoder, DeepNestingIsAnErrorAndNotAllTheStack) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(decoder.feed("data: " + std::string(100'000, '[') + "\n\n")->detail,
            "event 1 of the stream is not valid JSON at byte 512");
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
  EXPECT_EQ(textOf(decoder), "");
}

TEST(StreamDecoder, AnErrorMayBeATextByItself) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(decoder.feed("data: {\"error\":\"overloaded\"}\n\n")->detail, "overloaded");
}

TEST(StreamDecoder, BytesMayBePutWhereItReadsThem) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  const std::string stream = delta("one") + delta("two");
  for (std::size_t at = 0; at < stream.size(); at += 7) {
    const std::string_view part = std::string_view{stream}.substr(at, 7);
    part.copy(decoder.room(part.size()), part.size());
    EXPECT_EQ(decoder.feed(part.size()), std::nullopt);
  }
  EXPECT_EQ(textOf(decoder), "two");
}

TEST(StreamDecoder, CharactersOfPlainTextAreWhole) {
  StreamDecoder body{StreamFormat::Text};
  EXPECT_EQ(textOf(body, "a\xF0\x9F"), "a");
  EXPECT_EQ(textOf(body, "\x8C"), "");
  EXPECT_EQ(textOf(body, "\x8Az\xFF"), "🌊z\uFFFD");
  EXPECT_EQ(textOf(body, "x\xE2\x82"), "x");
  EXPECT_EQ(body.finish(), std::nullopt);
  EXPECT_EQ(textOf(body), "\uFFFD") << "what stayed cut is no character";
}

TEST(StreamDecoder, TextOfEventsIsReplacedEventByEvent) {
  StreamDecoder events{StreamFormat::EventText};
  EXPECT_EQ(textOf(events, "data: \xE2\x82\n\ndata: \xAC\n\n"), "\uFFFD\uFFFD");
}

TEST(StreamDecoder, WhatIsNoUtf8IsNoJson) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(decoder.feed(delta("a\xFF"))->code, ErrorCode::MalformedDelta);
}

TEST(StreamDecoder, WaitsAsLongAsTheStreamAsks) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(decoder.retryMs(), std::nullopt);
  textOf(decoder, "retry: 1500\n");
  EXPECT_EQ(decoder.retryMs(), 1500U);
}

TEST(StreamDecoder, AListWhereAnObjectBelongsHoldsNoText) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_EQ(textOf(decoder, "data: [[{\"delta\":{\"content\":\"no\"}}]]\n\n"), "");
  EXPECT_EQ(textOf(decoder, "data: {\"choices\":[[{\"content\":\"no\"}]]}\n\n"), "");
}

}  // namespace
}  // namespace holdfast
