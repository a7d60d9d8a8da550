#include "stream/JsonTemplate.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "stream/DeltaReader.h"

namespace holdfast {
namespace {

constexpr std::array<std::string_view, 3> kPaths{"choices[*].delta.content", "choices[*]", "n"};

JsonPaths paths() { return JsonPaths::parse(kPaths).value(); }

std::string event(const std::string& content, const std::string& n = "1", const std::string& more = "") {
  return R"({"id":"x","n":)" + n + R"(,"choices":[{"delta":{"content":")" + content + R"("}}])" + more + "}";
}

std::string told(std::string_view text, std::span<const JsonFinding> findings) {
  std::string all;
  for (const JsonFinding& finding : findings) {
    all += std::to_string(finding.slot) + (finding.hasEscapes ? "e" : "") + ":" +
           std::string{finding.span.of(text)} + "\n";
  }
  return all;
}

/// What the reader says of each text, which may be what its template says, is what a scanner says that never
/// saw another.
void expectAsAlone(const std::vector<std::string>& texts) {
  DeltaReader reader{paths()};
  for (const std::string& whole : texts) {
    // Nothing lies behind these bytes: AddressSanitizer notices who reads on.
    const std::vector<char> bytes{whole.begin(), whole.end()};
    const std::string_view text{bytes.data(), bytes.size()};
    JsonScanner alone{paths()};
    const auto wrong = alone.scan(text);
    EXPECT_EQ(reader.read(text), wrong) << text;
    if (wrong) continue;
    EXPECT_EQ(told(text, reader.findings().all()), told(text, alone.findings())) << text;
  }
}

TEST(JsonTemplate, FollowsEventsThatDifferInOneString) {
  JsonScanner scanner{paths()};
  JsonTemplate pattern;
  for (const std::string& text : {event("a"), event("longer"), event("")}) {
    if (pattern.match(text)) continue;
    ASSERT_EQ(scanner.scan(text), std::nullopt);
    pattern.learn(text, scanner);
  }
  const std::string next = event("x\\ny");
  ASSERT_TRUE(pattern.match(next)) << "two events were enough to learn what changes";
  EXPECT_EQ(told(next, pattern.findings()), "2:1\n0e:x\\ny\n1:{\"delta\":{\"content\":\"x\\ny\"}}\n");
}

TEST(JsonTemplate, LearnsOneChangeAfterTheOther) {
  JsonScanner scanner{paths()};
  JsonTemplate pattern;
  const std::vector<std::string> texts{event("a", "1", R"(,"pad":"q")"), event("bc", "1", R"(,"pad":"q")"),
                                       event("bc", "22", R"(,"pad":"q")"), event("", "333", R"(,"pad":"")")};
  for (const std::string& text : texts) {
    EXPECT_FALSE(pattern.match(text)) << text;
    ASSERT_EQ(scanner.scan(text), std::nullopt);
    pattern.learn(text, scanner);
  }
  EXPECT_TRUE(pattern.match(event("any", "-4.5e6", R"(,"pad":"thing")")));
  EXPECT_FALSE(pattern.match(event("any", "-4.5e6", R"(,"pad":null)")));
  EXPECT_FALSE(pattern.match(event("any", "-", R"(,"pad":"thing")")));
  EXPECT_FALSE(pattern.match(event("any", "-4.5e6", R"(,"pad":"thing")") + " "));
}

TEST(JsonTemplate, OneStrangerLeavesItAlone) {
  JsonScanner scanner{paths()};
  JsonTemplate pattern;
  for (const std::string& text : {event("a"), event("b"), std::string{"{}"}}) {
    ASSERT_FALSE(pattern.match(text));
    ASSERT_EQ(scanner.scan(text), std::nullopt);
    pattern.learn(text, scanner);
  }
  EXPECT_TRUE(pattern.match(event("c")));
  for (const std::string& text : {std::string{"[1]"}, std::string{"[1]"}}) {
    if (pattern.match(text)) continue;
    ASSERT_EQ(scanner.scan(text), std::nullopt);
    pattern.learn(text, scanner);
  }
  EXPECT_TRUE(pattern.match("[1]")) << "two in a row take its place";
}

TEST(JsonTemplate, ANumberThatComesAsAStringIsAStrangerToo) {
  JsonScanner scanner{paths()};
  JsonTemplate pattern;
  for (const std::string& text : {event("a", "1"), event("a", "\"1\"")}) {
    ASSERT_FALSE(pattern.match(text));
    ASSERT_EQ(scanner.scan(text), std::nullopt);
    pattern.learn(text, scanner);
  }
  EXPECT_TRUE(pattern.match(event("a", "1")));
  EXPECT_FALSE(pattern.match(event("a", "\"2\"")));
}

TEST(JsonTemplate, SaysWhatReadingSays) {
  expectAsAlone({event("a"), event("b"), event("c"), event(""), event("\\\""), event("\\u00e9"), event("é"),
                 event("x"), event("y", "2"), event("y", "3"), event("", "44"), event("z", "5"),
                 event("z", "null"), event("z", "6"), event("z", "\"7\""), event("z", "\"8\""),
                 event("z", "\"\"")});
}

TEST(JsonTemplate, IsAsStrictAsReading) {
  expectAsAlone({event("a"), event("b"), event("\xFF"), event("\\x"), event("\\ud800"), event("\n"),
                 event("b\"c"), event("b", "01"), event("b", "1."), event("c"), event("c") + "}",
                 event("c").substr(0, 30), event("c", "1", ",")});
  const std::string upToTheNumber = R"({"id":"x","n":)";
  ASSERT_TRUE(event("a").starts_with(upToTheNumber));
  expectAsAlone({event("a", "1"), event("a", "2"), upToTheNumber, event("a", "3")});
}

TEST(JsonTemplate, LargeEventsAreReadWithoutOne) {
  const std::string large(JsonTemplate::kMaxBytes, 'x');
  expectAsAlone({event(large), event(large + "y"), event("a"), event("b"), event(large), event("c")});
  std::string many = "[0";
  for (std::size_t i = 0; i <= JsonTemplate::kMaxScalars; ++i) many += ",1";
  expectAsAlone({many + "]", many + "]", many + ",2]"});
}

}  // namespace
}  // namespace holdfast
