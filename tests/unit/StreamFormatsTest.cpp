// What each service writes, as it writes it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "holdfast/StreamDecoder.h"
#include "support/AnswerParts.h"

namespace holdfast {
namespace {

using test::events;
using test::partsOf;
using testing::ElementsAre;
using testing::IsEmpty;

std::string failureOf(StreamFormat format, std::string_view bytes) {
  StreamDecoder decoder{format};
  const auto error = decoder.feed(bytes);
  if (!error) return "none";
  EXPECT_EQ(error->code, ErrorCode::UpstreamError);
  EXPECT_EQ(decoder.feed("more")->detail, error->detail);
  return error->detail;
}

TEST(OpenAiChat, TextReasoningToolsAndTheEnd) {
  StreamDecoder decoder{StreamFormat::OpenAi};
  EXPECT_THAT(
      partsOf(
          decoder,
          events(
              {R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})",
               R"({"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]})",
               R"({"choices":[{"index":0,"delta":{"reasoning":"m."}}]})",
               R"({"choices":[{"index":0,"delta":{"content":"I "}}]})",
               R"({"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"look."}]}}]})",
               R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"find","arguments":""}}]}}]})",
               R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":"}}]}}]})",
               R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"id":"c2","function":{"name":"get","arguments":"{}"}}]}}]})",
               R"({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})",
               R"({"choices":[],"usage":{"prompt_tokens":3,"total_tokens":9}})", "[DONE]"})),
      ElementsAre("reasoning: Hmm.", "text: I look.", R"(tool 0 c1 find: {"q":1})", "tool 1 c2 get: {}",
                  "finish: tool_calls", R"(usage: {"prompt_tokens":3,"total_tokens":9})"));
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(decoder.finishReason(), "tool_calls");
  EXPECT_EQ(decoder.events(), 11U);
}

TEST(OpenAiChat, OfSeveralChoicesTheFirst) {
  EXPECT_THAT(
      partsOf(
          StreamFormat::OpenAi,
          events(
              {R"({"choices":[{"index":1,"delta":{"content":"no"}}]})",
               R"({"choices":[{"delta":{"content":"yes"},"index":0},{"index":1,"delta":{"content":"no"}}]})",
               R"({"choices":[{"delta":{"content":"!"}},{"delta":{"content":"no"}}]})"})),
      ElementsAre("text: yes!"));
}

TEST(OpenAiChat, RefusalsAndOldCompletions) {
  EXPECT_THAT(partsOf(StreamFormat::OpenAi, events({R"({"choices":[{"delta":{"refusal":"I can't."}}]})",
                                                    R"({"choices":[{"text":"old"}]})"})),
              ElementsAre("refusal: I can't.", "text: old"));
}

TEST(OpenAiChat, ErrorsHaveAMessageOrAreOne) {
  EXPECT_EQ(failureOf(StreamFormat::OpenAi, events({R"({"error":{"message":"overloaded","code":1}})"})),
            "overloaded");
  EXPECT_EQ(failureOf(StreamFormat::OpenAi, events({R"({"error":"too \"much\""})"})), "too \"much\"");
  EXPECT_EQ(failureOf(StreamFormat::OpenAi, events({R"({"error":{"code":7}})"})), R"({"code":7})");
  EXPECT_EQ(failureOf(StreamFormat::OpenAi, "event: error\ndata: {\"error\":{\"message\":\"gone\"}}\n\n"),
            "gone");
  EXPECT_EQ(failureOf(StreamFormat::OpenAi, "event: error\ndata: plain words\n\n"), "plain words");
}

TEST(OpenAiResponses, TextReasoningToolsAndTheEnd) {
  StreamDecoder decoder{StreamFormat::OpenAiResponses};
  EXPECT_THAT(
      partsOf(
          decoder,
          "event: response.created\n" +
              events(
                  {R"({"type":"response.created","response":{"id":"r","usage":null}})",
                   R"({"type":"response.reasoning_summary_text.delta","delta":"Hm"})",
                   R"({"type":"response.reasoning_text.delta","delta":"m"})",
                   R"({"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"Hel"})",
                   R"({"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"lo"})",
                   R"({"type":"response.output_text.done","text":"Hello"})",
                   R"({"type":"response.refusal.delta","delta":"No."})",
                   R"({"type":"response.output_item.added","output_index":2,"item":{"type":"message","call_id":"no"}})",
                   R"({"type":"response.output_item.added","output_index":3,"item":{"type":"function_call","id":"f","call_id":"c1","name":"find","arguments":""}})",
                   R"({"type":"response.function_call_arguments.delta","output_index":3,"delta":"{\"q\""})",
                   R"({"type":"response.function_call_arguments.delta","output_index":3,"delta":":1}"})",
                   R"({"type":"response.completed","response":{"usage":{"total_tokens":9},"error":null}})"})),
      ElementsAre("reasoning: Hmm", "text: Hello", "refusal: No.", R"(tool 3 c1 find: {"q":1})",
                  R"(usage: {"total_tokens":9})", "finish: completed"));
  EXPECT_TRUE(decoder.done());
}

TEST(OpenAiResponses, MayEndEarlyOrFail) {
  EXPECT_THAT(
      partsOf(
          StreamFormat::OpenAiResponses,
          events(
              {R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}})"})),
      ElementsAre("finish: max_output_tokens"));
  EXPECT_EQ(
      failureOf(
          StreamFormat::OpenAiResponses,
          events({R"({"type":"response.failed","response":{"error":{"code":"x","message":"broke"}}})"})),
      "broke");
  EXPECT_EQ(failureOf(StreamFormat::OpenAiResponses, events({R"({"type":"response.failed","response":{}})"})),
            "the response failed");
  EXPECT_EQ(
      failureOf(StreamFormat::OpenAiResponses, events({R"({"type":"error","code":"x","message":"no"})"})),
      "no");
  EXPECT_EQ(failureOf(StreamFormat::OpenAiResponses, events({R"({"type":"error","message":null})"})),
            "the service reported an error");
}

TEST(Anthropic, TextThinkingToolsAndTheEnd) {
  StreamDecoder decoder{StreamFormat::Anthropic};
  std::string stream;
  for (
      const auto& [type, json] : std::vector<std::pair<std::string, std::string>>{
          {"message_start", R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":3}}})"},
          {"content_block_start",
           R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}})"},
          {"content_block_stop", R"({"type":"content_block_stop","index":0})"},
          {"content_block_start",
           R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})"},
          {"ping", R"({"type":"ping"})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}})"},
          {"content_block_start",
           R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"find","input":{}}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"q\""}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}})"},
          {"message_delta",
           R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})"},
          {"message_stop", R"({"type":"message_stop"})"},
      }) {
    stream.append("event: ").append(type).append("\n").append(events({json}));
  }
  EXPECT_THAT(partsOf(decoder, stream),
              ElementsAre(R"(usage: {"input_tokens":3})", "reasoning: Hm", "text: Hello",
                          R"(tool 2 t1 find: {"q":1})", R"(usage: {"output_tokens":9})", "finish: tool_use"));
  EXPECT_TRUE(decoder.done());
}

TEST(Anthropic, ErrorsAreTold) {
  EXPECT_EQ(
      failureOf(
          StreamFormat::Anthropic,
          "event: error\ndata: "
          "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"),
      "Overloaded");
  EXPECT_EQ(failureOf(StreamFormat::Anthropic, events({R"({"type":"error","error":{"type":"api_error"}})"})),
            R"({"type":"api_error"})");
  EXPECT_EQ(failureOf(StreamFormat::Anthropic, events({R"({"type":"error"})"})),
            "the service reported an error");
}

TEST(Anthropic, EventsOfNoKnownTypeSayNothing) {
  EXPECT_THAT(
      partsOf(StreamFormat::Anthropic,
              events({R"({"type":"novelty","index":0,"delta":{"text":"no"}})",
                      R"({"index":0,"delta":{"text":"no"}})", R"({"type":7,"delta":{"text":"no"}})"})),
      IsEmpty());
}

TEST(UiMessage, TextReasoningToolsAndTheEnd) {
  StreamDecoder decoder{StreamFormat::UiMessage};
  EXPECT_THAT(
      partsOf(decoder,
              events({R"({"type":"start","messageId":"m"})", R"({"type":"start-step"})",
                      R"({"type":"reasoning-start","id":"r"})",
                      R"({"type":"reasoning-delta","id":"r","delta":"Hm"})",
                      R"({"type":"text-start","id":"t"})", R"({"type":"text-delta","id":"t","delta":"Hel"})",
                      R"({"type":"text-delta","id":"t","delta":"lo"})", R"({"type":"text-end","id":"t"})",
                      R"({"type":"tool-input-start","toolCallId":"c1","toolName":"find"})",
                      R"({"type":"tool-input-delta","toolCallId":"c1","inputTextDelta":"{\"q\""})",
                      R"({"type":"tool-input-delta","toolCallId":"c1","inputTextDelta":":1}"})",
                      R"({"type":"data-weather","data":{"delta":"no"}})", R"({"type":"finish-step"})",
                      R"({"type":"finish","finishReason":"length"})"}) +
                  "data: [DONE]\n\n"),
      ElementsAre("reasoning: Hm", "text: Hello", R"(tool 0 c1 find: {"q":1})", "finish: length"));
  EXPECT_TRUE(decoder.done());
}

TEST(UiMessage, ErrorsAndAbortsAreTold) {
  EXPECT_THAT(partsOf(StreamFormat::UiMessage, events({R"({"type":"finish"})"})),
              ElementsAre("finish: stop"));
  EXPECT_EQ(failureOf(StreamFormat::UiMessage, events({R"({"type":"error","errorText":"no key"})"})),
            "no key");
  EXPECT_EQ(failureOf(StreamFormat::UiMessage, events({R"({"type":"abort"})"})),
            "the service stopped the answer");
  EXPECT_EQ(failureOf(StreamFormat::UiMessage, events({R"({"type":"abort","reason":"out of credit"})"})),
            "out of credit");
  EXPECT_EQ(failureOf(StreamFormat::UiMessage, events({R"({"type":"error"})"})),
            "the service reported an error");
}

TEST(JsonLines, AsOllamaWritesThem) {
  StreamDecoder decoder{StreamFormat::JsonLines};
  EXPECT_THAT(
      partsOf(
          decoder,
          "{\"message\":{\"role\":\"assistant\",\"thinking\":\"Hm\",\"content\":\"\"},\"done\":false}\r\n\n"
          "{\"message\":{\"content\":\"Hel\"},\"done\":false}\n{\"response\":\"lo\",\"done\":false}\n"
          "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"find\",\"arguments\":{\"q\":1}}}]}}\n"
          "{\"done\":true,\"done_reason\":\"stop\"}\nnothing follows\n"),
      ElementsAre("reasoning: Hm", "text: Hello", R"(tool 0 find: {"q":1})", "finish: stop"));
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(failureOf(StreamFormat::JsonLines, "{\"error\":\"no model\"}\n"), "no model");
}

TEST(JsonLines, TheEndNeedsNoReason) {
  StreamDecoder decoder{StreamFormat::JsonLines};
  EXPECT_THAT(partsOf(decoder, "{\"done\":true}\n"), ElementsAre("finish: stop"));
  EXPECT_TRUE(decoder.done());
}

TEST(JsonLines, TheLastLineNeedsNoEnd) {
  StreamDecoder decoder{StreamFormat::JsonLines};
  EXPECT_THAT(partsOf(decoder, "{\"response\":\"a\"}\n{\"response\":\"b\"}"), ElementsAre("text: a"));
  EXPECT_EQ(decoder.finish(), std::nullopt);
  ASSERT_EQ(decoder.parts().size(), 1U);
  EXPECT_EQ(decoder.parts().front().text, "b");
  EXPECT_EQ(decoder.finish(), std::nullopt);
  EXPECT_THAT(decoder.parts(), IsEmpty()) << "it is read once";

  StreamDecoder whole{StreamFormat::JsonLines};
  EXPECT_THAT(partsOf(whole, "{\"response\":\"a\"}\n \t"), ElementsAre("text: a"));
  EXPECT_EQ(whole.finish(), std::nullopt);
  EXPECT_THAT(whole.parts(), IsEmpty());
  EXPECT_EQ(whole.events(), 1U) << "blanks are no line";

  StreamDecoder cut{StreamFormat::JsonLines};
  EXPECT_THAT(partsOf(cut, "{\"resp"), IsEmpty());
  EXPECT_EQ(cut.finish()->detail, "line 1 of the stream is not valid JSON at byte 6");
}

TEST(JsonLines, AnEndlessLineIsAnError) {
  StreamDecoder decoder{StreamFormat::JsonLines};
  std::optional<Error> error;
  for (int i = 0; i < 8 && !error; ++i) error = decoder.feed(std::string(1024 * 1024, ' '));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::StreamLimit);
}

TEST(NamedPaths, LeadToTheTextOfAnyJson) {
  using Framing = StreamPaths::Framing;
  auto lines = StreamDecoder::forPaths({Framing::Lines, "out[*].t", "why", "end", "bad.reason"});
  ASSERT_TRUE(lines);
  EXPECT_THAT(
      partsOf(lines.value(), "{\"why\":\"Hm\",\"out\":[{\"t\":\"a\"},{\"t\":\"b\"}]}\n{\"end\":\"max\"}\n"),
      ElementsAre("reasoning: Hm", "text: ab", "finish: max"));
  EXPECT_FALSE(lines.value().done()) << "its end is the end of the body";
  EXPECT_EQ(lines.value().feed("{\"bad\":{\"reason\":\"no\"}}\n")->detail, "no");

  auto events = StreamDecoder::forPaths({Framing::Events, "t"});
  ASSERT_TRUE(events);
  EXPECT_THAT(partsOf(events.value(), "data: {\"t\":\"a\"}\n\ndata: [DONE]\n\n"), ElementsAre("text: a"));
  EXPECT_TRUE(events.value().done());
}

TEST(NamedPaths, WhatIsNoTextThereIsNone) {
  auto lines = StreamDecoder::forPaths({StreamPaths::Framing::Lines, "t", "why", "end", "bad"});
  ASSERT_TRUE(lines);
  EXPECT_THAT(partsOf(lines.value(),
                      "{\"t\":7,\"why\":{\"t\":\"no\"},\"end\":null,\"bad\":false}\n"
                      "{\"t\":\"\",\"why\":\"\",\"end\":\"\",\"bad\":\"\"}\n"),
              IsEmpty());
}

TEST(NamedPaths, WhatIsNoPathIsRefused) {
  const auto refused = StreamDecoder::forPaths({StreamPaths::Framing::Events, "a..b"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::InvalidField);
}

TEST(EveryFormat, GivesTheSamePartsForEveryCut) {
  const std::string stream =
      "id: 1\r\n" + events({R"({"choices":[{"delta":{"content":"Gr\u00fc\u00dfe \ud83c\udf0a 世界"}}]})",
                            R"({"choices":[{"delta":{"content":" und so"}}]})",
                            R"({"choices":[{"delta":{},"finish_reason":"stop"}]})", "[DONE]"});
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    StreamDecoder decoder{StreamFormat::OpenAi};
    std::string text;
    for (const std::string_view part :
         {std::string_view{stream}.substr(0, cut), std::string_view{stream}.substr(cut)}) {
      ASSERT_EQ(decoder.feed(part), std::nullopt);
      for (const StreamPart& one : decoder.parts())
        if (one.kind == StreamPartKind::Text) text += one.text;
    }
    EXPECT_EQ(text, "Grüße 🌊 世界 und so") << "cut at " << cut;
    EXPECT_EQ(decoder.finishReason(), "stop");
    EXPECT_EQ(decoder.lastEventId(), "1");
    EXPECT_TRUE(decoder.done());
  }
}

}  // namespace
}  // namespace holdfast
