#include "codec/JsonText.h"

#include <gtest/gtest.h>

#include "codec/Json.h"

namespace holdfast::codec {
namespace {

std::string jsonOf(std::string_view text) {
  std::string out;
  appendJsonString(out, text);
  return out;
}

TEST(JsonText, PlainTextStandsInQuotes) {
  EXPECT_EQ(jsonOf(""), R"("")");
  EXPECT_EQ(jsonOf("What is a holdfast?"), R"("What is a holdfast?")");
}

TEST(JsonText, EachAsciiCharacterIsWrittenAsJsonStringifyDoes) {
  for (int code = 0; code < 0x80; ++code) {
    const std::string text(1, static_cast<char>(code));
    EXPECT_EQ(jsonOf(text), dumpJson(text)) << "character " << code;
  }
}

TEST(JsonText, WhatHasToBeEscapedIsFoundAtEveryPlace) {
  for (const char special : {'"', '\\', '\n', '\x01', '\x1f'}) {
    for (std::size_t size = 1; size <= 24; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = special;
        EXPECT_EQ(jsonOf(text), dumpJson(text)) << "at " << at << " of " << size;
      }
    }
  }
}

TEST(JsonText, NothingButControlsQuotesAndBackslashesIsEscaped) {
  const std::string text = "\x7f Grüße 世界 🌊 \u2028\u2029 \u0080 ÿ !#[]";
  EXPECT_EQ(jsonOf(text), "\"" + text + "\"");
}

}  // namespace
}  // namespace holdfast::codec
