// Calls of tools that are spread over the events of a stream, or lack something.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "holdfast/StreamDecoder.h"
#include "support/AnswerParts.h"

namespace holdfast {
namespace {

using test::events;
using test::partsOf;
using testing::ElementsAre;

TEST(OpenAiChat, ACallGoesOnWithTheNextBytes) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  const std::string more =
      events({R"({"choices":[{"delta":{"tool_calls":[{"index":2,"function":{"arguments":"{"}}]}}]})"});
  EXPECT_THAT(partsOf(decoder, more + more), ElementsAre("tool 2: {{"));
  EXPECT_THAT(partsOf(decoder, more), ElementsAre("tool 2: {"));
}

TEST(OpenAiChat, ArgumentsOfSeveralCallsMayAlternate) {
  const auto more = [](const std::string& index, const std::string& text) {
    return R"({"choices":[{"delta":{"tool_calls":[{"index":)" + index + R"(,"function":{"arguments":")" +
           text + R"("}}]}}]})";
  };
  EXPECT_THAT(
      partsOf(StreamFormat::OpenAi, events({R"({"choices":[{"delta":{"content":"I look."}}]})",
                                            more("0", "a"), more("1", "b"), more("1", "c"), more("0", "d")})),
      ElementsAre("text: I look.", "tool 0: a", "tool 1: bc", "tool 0: d"));
}

TEST(OpenAiChat, ACallMayLackItsIdItsNameOrBoth) {
  EXPECT_THAT(
      partsOf(StreamFormat::OpenAi,
              events({R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"find"}}]}}]})",
                      R"({"choices":[{"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function"}]}}]})",
                      R"({"choices":[{"delta":{"tool_calls":[{"index":2,"type":"function"}]}}]})"})),
      ElementsAre("tool 0 find: ", "tool 1 c2: "));
}

TEST(OpenAiChat, ACallWithoutAWholeNumberHasThatOfItsPlace) {
  EXPECT_THAT(
      partsOf(
          StreamFormat::OpenAi,
          events(
              {R"({"choices":[{"delta":{"tool_calls":[{"index":1.5,"id":"a"},{"index":99999999999,"id":"b"},{"index":-7,"id":"c"},{"id":"d"}]}}]})"})),
      ElementsAre("tool 0 a: ", "tool 1 b: ", "tool 2 c: ", "tool 3 d: "));
}

TEST(OpenAiResponses, ACallMayLackItsIdItsNameOrMoreOfItsArguments) {
  EXPECT_THAT(
      partsOf(
          StreamFormat::OpenAiResponses,
          events(
              {R"({"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","name":"find"}})",
               R"({"type":"response.function_call_arguments.delta","output_index":1})",
               R"({"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"c2"}})"})),
      ElementsAre("tool 1 find: ", "tool 2 c2: "));
}

TEST(Anthropic, ACallMayLackItsIdOrItsName) {
  EXPECT_THAT(
      partsOf(
          StreamFormat::Anthropic,
          events(
              {R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","name":"find"}})",
               R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2"}})"})),
      ElementsAre("tool 1 find: ", "tool 2 t2: "));
}

TEST(UiMessage, InputsOfSeveralToolsMayAlternate) {
  const auto more = [](const std::string& call, const std::string& text) {
    return R"({"type":"tool-input-delta","toolCallId":")" + call + R"(","inputTextDelta":")" + text + R"("})";
  };
  EXPECT_THAT(partsOf(StreamFormat::UiMessage,
                      events({more("c1", "a"), more("c2", "b"), more("c2", "c"), more("c1", "d")})),
              ElementsAre("tool 0 c1: a", "tool 0 c2: bc", "tool 0 c1: d"));
}

TEST(UiMessage, ACallMayLackItsIdItsNameOrMoreOfItsInput) {
  EXPECT_THAT(partsOf(StreamFormat::UiMessage, events({R"({"type":"tool-input-start","toolName":"find"})",
                                                       R"({"type":"tool-input-delta","inputTextDelta":"{}"})",
                                                       R"({"type":"tool-input-start","toolCallId":"c2"})",
                                                       R"({"type":"tool-input-delta","toolCallId":"c2"})"})),
              ElementsAre("tool 0 find: {}", "tool 0 c2: "));
}

TEST(JsonLines, CallsAreNumberedThroughTheAnswer) {
  StreamDecoder decoder{StreamFormat::JsonLines};
  EXPECT_THAT(
      partsOf(decoder,
              "{\"message\":{\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"index\":0,\"name\":\"find\","
              "\"arguments\":{\"q\":1}}},{\"function\":{\"name\":\"get\",\"arguments\":{}}}]}}\n"),
      ElementsAre(R"(tool 0 c1 find: {"q":1})", "tool 1 get: {}"));
  EXPECT_THAT(partsOf(decoder,
                      "{\"message\":{\"tool_calls\":[{\"function\":{\"index\":0,\"name\":\"put\","
                      "\"arguments\":{}}}]}}\n"),
              ElementsAre("tool 2 put: {}"));
}

TEST(JsonLines, ACallMayLackItsNameOrItsArguments) {
  EXPECT_THAT(partsOf(StreamFormat::JsonLines,
                      "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"find\"}},"
                      "{\"function\":{\"arguments\":{\"q\":1}}}]}}\n"),
              ElementsAre("tool 0 find: ", R"(tool 1: {"q":1})"));
}

}  // namespace
}  // namespace holdfast
