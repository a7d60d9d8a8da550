#include "codec/AnswerScanner.h"

#include <gtest/gtest.h>

#include <string>

#include "codec/AppendCodec.h"

namespace holdfast::codec {
namespace {

/// As the reference backend writes it, with its members in the order of their names.
constexpr auto kUsual =
    R"({"conversationId":"talk","nextSeq":4,"results":[{"id":"m1","position":9007199254740991,"seq":1,)"
    R"("status":"stored"},{"id":"m2","seq":2,"status":"duplicate"},{"seq":3,"status":"skipped"}],"writer":"tab"})";

std::string withResults(const std::string& results) {
  return R"({"conversationId":"talk","writer":"tab","nextSeq":4,"results":)" + results + "}";
}

TEST(AnswerScanner, TheUsualAnswerIsReadAsTheGeneralReaderDoes) {
  const std::string empty = withResults("[]");
  const std::string zero = withResults(R"([{"seq":1,"position":0,"status":"rejected","id":""}])");
  for (const std::string& text : {std::string{kUsual}, empty, zero}) {
    const auto scanned = scanAppendAnswer(text);
    const auto parsed = parseAppendAnswer(text);
    ASSERT_TRUE(scanned && parsed) << text;
    EXPECT_EQ(encodeAppendAnswer(*scanned), encodeAppendAnswer(parsed.value()));
  }
}

TEST(AnswerScanner, WhateverIsNotUsualIsLeftToTheGeneralReader) {
  for (const char* results : {
           R"([ {"seq":1,"status":"stored"}])",
           R"([{"seq":1,"status":"st\u006fred"}])",
           R"([{"seq":1,"status":"stored","more":1}])",
           R"([{"seq":1,"status":"stored","id":"é"}])",
           "[{\"seq\":1,\"status\":\"stored\",\"id\":\"\t\"}]",
           "[{\"seq\":1,\"status\":\"stored\",\"id\":\"\x7f\"}]",
           R"([{"seq":1,"seq":1,"status":"stored"}])",
           R"([{"seq":1,"status":"rejected","problem":{"status":422}}])",
           R"([{"seq":1,"status":"stored","position":null}])",
           R"([{"seq":1,"status":"stored","position":1.0}])",
           R"([{"seq":1,"status":"stored","position":9007199254740992}])",
           R"([{"seq":1,"status":"stored","position":12345678901234567890}])",
           R"([{"seq":01,"status":"stored"}])",
           R"([{"seq":0,"status":"stored"}])",
           R"([{"seq":1,"status":"kept"}])",
           R"([{"seq":1}])",
           R"([{"status":"stored"}])",
           R"([{"seq":1,"status":"stored"},])",
           R"([{}])",
           R"([{"seq":1,"status":"stored)",
           R"({"seq":1})",
           "[",
           "1",
       })
    EXPECT_FALSE(scanAppendAnswer(withResults(results))) << results;
  const std::string usual{kUsual};
  EXPECT_FALSE(scanAppendAnswer(usual + " "));
  EXPECT_FALSE(scanAppendAnswer(R"({"conversationId":"a talk","writer":"tab","nextSeq":1,"results":[]})"));
  EXPECT_FALSE(scanAppendAnswer(R"({"conversationId":"talk","writer":"","nextSeq":1,"results":[]})"));
  EXPECT_FALSE(scanAppendAnswer(R"({"conversationId":"talk","writer":"tab","nextSeq":0,"results":[]})"));
  EXPECT_FALSE(scanAppendAnswer(R"({"conversationId":"talk","writer":"tab","nextSeq":1})"));
}

TEST(AnswerScanner, NoBeginningOfAnAnswerIsOne) {
  const std::string usual{kUsual};
  for (std::size_t size = 0; size < usual.size(); ++size)
    EXPECT_FALSE(scanAppendAnswer(std::string_view{usual}.substr(0, size))) << size;
}

}  // namespace
}  // namespace holdfast::codec
