#include "stream/Utf8.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

std::string replaced(std::string_view bytes) {
  std::string text;
  appendReplacingInvalid(text, bytes);
  return text;
}

const std::string kBad = "\xEF\xBF\xBD";

TEST(Utf8, WhatIsSoundStaysAsItIs) {
  const std::string text = "plain, Grüße, 世界, 🌊, \x7F, \xF4\x8F\xBF\xBF";
  EXPECT_EQ(replaced(text), text);
  EXPECT_EQ(replaced(""), "");
}

// The table of the Encoding standard's decoder: one replacement for the longest beginning of a character.
TEST(Utf8, WhatIsNoCharacterIsReplacedAsBrowsersDo) {
  EXPECT_EQ(replaced("a\x80z"), "a" + kBad + "z");
  EXPECT_EQ(replaced("a\xFFz"), "a" + kBad + "z");
  EXPECT_EQ(replaced("a\xC3z"), "a" + kBad + "z");
  EXPECT_EQ(replaced("a\xE2\x82z"), "a" + kBad + "z");
  EXPECT_EQ(replaced("a\xF0\x9F\x8Cz"), "a" + kBad + "z");
  EXPECT_EQ(replaced("\xC0\xAF"), kBad + kBad);
  EXPECT_EQ(replaced("\xE0\x80\xAF"), kBad + kBad + kBad);
  EXPECT_EQ(replaced("\xED\xA0\x80"), kBad + kBad + kBad);
  EXPECT_EQ(replaced("\xF4\x90\x80\x80"), kBad + kBad + kBad + kBad);
  EXPECT_EQ(replaced("\xE2\x82"), kBad);
}

TEST(Utf8, ACharacterThatIsCutWaitsForItsEnd) {
  EXPECT_EQ(cutAtEnd(""), 0U);
  EXPECT_EQ(cutAtEnd("abc"), 0U);
  EXPECT_EQ(cutAtEnd("ab\xC3"), 1U);
  EXPECT_EQ(cutAtEnd("ab\xE2\x82"), 2U);
  EXPECT_EQ(cutAtEnd("ab\xF0\x9F\x8C"), 3U);
  EXPECT_EQ(cutAtEnd("ab\xF0\x9F\x8C\x8A"), 0U);
  EXPECT_EQ(cutAtEnd("\x80\x80\x80\x80"), 0U) << "what never was a character waits for nothing";
  EXPECT_EQ(cutAtEnd("ab\xE0\x80"), 0U) << "nothing can complete an overlong form";
}

TEST(Utf8, CodePointsAreWritten) {
  std::string text;
  for (const std::uint32_t point : {0x41U, 0xFCU, 0x4E16U, 0x1F30AU}) appendUtf8(text, point);
  EXPECT_EQ(text, "Aü世🌊");
}

}  // namespace
}  // namespace holdfast
