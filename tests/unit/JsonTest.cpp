#include "codec/Json.h"

#include <gtest/gtest.h>

namespace holdfast::codec {
namespace {

TEST(Json, BracketsThatCloseNothingAreNotJson) {
  for (const char* text : {"]", "}", "[]]", "{}}"}) {
    const Result<Json> read = parseJson(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::InvalidJson) << text;
  }
}

TEST(Json, BracketsInStringsDoNotNest) {
  EXPECT_TRUE(parseJson("\"" + std::string(100, '[') + "\"").ok());
  EXPECT_TRUE(parseJson(R"(["\"[[", "]"])").ok());
  EXPECT_TRUE(parseJson(std::string(64, '[') + std::string(64, ']')).ok());
  EXPECT_FALSE(parseJson(std::string(65, '[') + std::string(65, ']')).ok());
}

TEST(Json, ATextIsNoLongerThanItMayBe) {
  const Json object = Json::parse(R"({"name":"four"})");
  EXPECT_EQ(readString(object, "name", "", 4).value(), "four");
  const Result<std::string> tooLong = readString(object, "name", "path.", 3);
  ASSERT_FALSE(tooLong.ok());
  EXPECT_EQ(tooLong.error().field, "path.name");
  EXPECT_NE(tooLong.error().detail.find("3 bytes"), std::string::npos) << tooLong.error().detail;
}

}  // namespace
}  // namespace holdfast::codec
