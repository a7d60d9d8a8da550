#include "stream/JsonScanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "codec/Json.h"

namespace holdfast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

JsonScanner scannerOf(std::vector<std::string_view> paths) {
  return JsonScanner{JsonPaths::parse(paths).value()};
}

/// `slot:text` of every finding.
std::vector<std::string> found(std::vector<std::string_view> paths, std::string_view json) {
  JsonScanner scanner = scannerOf(std::move(paths));
  EXPECT_EQ(scanner.scan(json), std::nullopt) << json;
  std::vector<std::string> texts;
  for (const JsonFinding& finding : scanner.findings())
    texts.push_back(std::to_string(finding.slot) + ":" + std::string{finding.span.of(json)});
  return texts;
}

std::optional<std::size_t> wrongAt(std::string_view json) {
  // Nothing lies behind these bytes: AddressSanitizer notices who reads on.
  const std::vector<char> bytes{json.begin(), json.end()};
  return scannerOf({}).scan({bytes.data(), bytes.size()});
}

TEST(JsonScanner, FindsWhatStandsAtThePaths) {
  EXPECT_THAT(found({"a.b", "c"}, R"({"a":{"b":"x","c":"no"},"c":12,"b":"no"})"), ElementsAre("0:x", "1:12"));
  EXPECT_THAT(found({"a"}, R"( { "a" : [ 1 , {"a":2} ] } )"), ElementsAre(R"(0:[ 1 , {"a":2} ])"));
  EXPECT_THAT(found({"a"}, "{\n\t\"a\"\t:\r\n\t7\n}\n"), ElementsAre("0:7"));
  EXPECT_THAT(found({"a"}, R"({"a":null})"), IsEmpty());
  EXPECT_THAT(found({"a", "b"}, R"({"a":true,"b":false})"), ElementsAre("0:true", "1:false"));
}

TEST(JsonScanner, ElementsAreOneOrAll) {
  EXPECT_THAT(found({"a[0].b"}, R"({"a":[{"b":1},{"b":2}]})"), ElementsAre("0:1"));
  EXPECT_THAT(found({"a[1]"}, R"({"a":[1,2,3]})"), ElementsAre("0:2"));
  EXPECT_THAT(found({"a[*].b", "a[*]"}, R"({"a":[{"b":1},{},[]]})"),
              ElementsAre("0:1", R"(1:{"b":1})", "1:{}", "1:[]"));
  EXPECT_THAT(found({"[0][0]"}, "[[7]]"), ElementsAre("0:7"));
  EXPECT_THAT(found({"a[0]", "a.x"}, R"({"a":{"0":1,"x":2}})"), ElementsAre("1:2"))
      << "an object has no elements";
  EXPECT_THAT(found({"a.x"}, R"({"a":["x"]})"), IsEmpty());
}

TEST(JsonScanner, NamesMayBeEscaped) {
  EXPECT_THAT(found({"content"}, "{\"c\\u006fntent\":\"x\"}"), ElementsAre("0:x"));
  EXPECT_THAT(found({"größe"}, R"({"größe":"x"})"), ElementsAre("0:x"));
  EXPECT_THAT(found({"a"}, "{\"x\":{\"\\u0061\":1},\"\\u0061\":2}"), ElementsAre("0:2"))
      << "one that stands where no path leads";
}

TEST(JsonScanner, ANameThatStandsTwiceIsFoundTwice) {
  EXPECT_THAT(found({"a"}, R"({"a":1,"a":2})"), ElementsAre("0:1", "0:2"));
}

TEST(JsonScanner, TellsWhereItIsWrong) {
  EXPECT_EQ(wrongAt(""), 0U);
  EXPECT_EQ(wrongAt("{"), 1U);
  EXPECT_EQ(wrongAt("{\"a\""), 4U);
  EXPECT_EQ(wrongAt("{\"a\":1"), 6U);
  EXPECT_EQ(wrongAt("{\"a\":1,"), 7U);
  EXPECT_EQ(wrongAt("\"a\\"), 2U);
  EXPECT_EQ(wrongAt("\"é"), 3U);
  EXPECT_EQ(wrongAt("{\"a\" 1}"), 5U);
  EXPECT_EQ(wrongAt("[1,]"), 3U);
  EXPECT_EQ(wrongAt("{} x"), 3U);
  EXPECT_EQ(wrongAt("{broken}"), 1U);
  EXPECT_EQ(wrongAt("\"a\nb\""), 2U);
  EXPECT_EQ(wrongAt("<!DOCTYPE html>"), 0U);
}

TEST(JsonScanner, HalvesOfSurrogatePairsAreWrong) {
  EXPECT_EQ(wrongAt(R"("a\ud83d\ude00b")"), std::nullopt);
  EXPECT_EQ(wrongAt(R"("a\ud83d")"), 2U);
  EXPECT_EQ(wrongAt(R"("a\ud83dx")"), 2U);
  EXPECT_EQ(wrongAt(R"("a\ud83d, de00")"), 2U);
  EXPECT_EQ(wrongAt(R"("a\ude00")"), 2U);
  EXPECT_EQ(wrongAt(R"("a\ud83d\ud83d")"), 2U);
}

TEST(JsonScanner, WhatIsNoUtf8IsWrong) {
  EXPECT_EQ(wrongAt("\"a\xFF\""), 2U);
  EXPECT_EQ(wrongAt("\"a\xE2\x82\""), 2U);
  EXPECT_EQ(wrongAt("\"\xED\xA0\x80\""), 1U);
  EXPECT_EQ(wrongAt("{\"\xC0\xAF\":1}"), 2U);
}

TEST(JsonScanner, DepthHasABound) {
  const std::size_t most = JsonScanner::kMaxDepth;
  EXPECT_EQ(wrongAt(std::string(most, '[') + std::string(most, ']')), std::nullopt);
  EXPECT_EQ(wrongAt(std::string(most + 1, '[') + std::string(most + 1, ']')), most);
  EXPECT_EQ(wrongAt(std::string(100'000, '[')), most);
}

// nlohmann/json, which builds whole documents, says of each of these what the scanner has to say.
TEST(JsonScanner, AgreesWithALibraryOnWhatIsJson) {
  const std::vector<std::string> texts{"0",
                                       "-0",
                                       "00",
                                       "01",
                                       "-",
                                       "+1",
                                       "1.",
                                       ".5",
                                       "1.5e",
                                       "1e5",
                                       "1E+5",
                                       "1e-5",
                                       "1e+",
                                       "0x1",
                                       "1 2",
                                       "NaN",
                                       "Infinity",
                                       "true",
                                       "tru",
                                       "truex",
                                       "null",
                                       "nul",
                                       "False",
                                       "\"\"",
                                       "\"",
                                       "'a'",
                                       "\"\\x\"",
                                       "\"\\u12\"",
                                       "\"\\u12G4\"",
                                       "\"\\u12g4\"",
                                       "\"\\u12:4\"",
                                       "\"\\u12-4\"",
                                       "\"\\uFFfd\"",
                                       "\"\\\\\"",
                                       "\"\\",
                                       "\"\xC3\xA9",
                                       "\"\\\"\"",
                                       "\"\\/\"",
                                       "\"\\b\\f\\n\\r\\t\"",
                                       "\"\t\"",
                                       "\"\x7F\"",
                                       "[]",
                                       "[,]",
                                       "[1,,2]",
                                       "[1 2]",
                                       "[",
                                       "{",
                                       "]",
                                       "[1}",
                                       "{]",
                                       "{}",
                                       "{,}",
                                       "{\"a\"",
                                       "{\"a\"}",
                                       "{\"a\":}",
                                       "{\"a\":1,",
                                       "{\"a\":1,}",
                                       "{a:1}",
                                       "{1:1}",
                                       "{\"a\":1 \"b\":2}",
                                       "{\"a\":1}}",
                                       " [ ] ",
                                       "\n\t[\r\n\t1\t,\n2\n]\n",
                                       "\v[]",
                                       "\f[]",
                                       "\xC2\xA0[]",
                                       "[]//",
                                       "/**/[]",
                                       "\"\\uD800\"",
                                       "\"\\uDC00\\uD800\"",
                                       "\"\\uD800\\uDC00\"",
                                       "\"\xF5\"",
                                       "-1.0e10",
                                       "-01",
                                       "1.0.0",
                                       "1e1.5",
                                       "--1",
                                       "[[[]]]",
                                       "[[[]]",
                                       "{\"a\":{\"b\":[1,{}]}}"};
  for (const std::string& text : texts) EXPECT_EQ(!wrongAt(text), codec::Json::accept(text)) << text;
}

}  // namespace
}  // namespace holdfast
