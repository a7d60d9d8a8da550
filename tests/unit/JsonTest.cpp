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

TEST(Json, DocumentsAreWhatTheLibraryBuilds) {
  for (const char* text :
       {"null", "true", "-7", "18446744073709551615", "0.25", "-1e-3", R"("a\u00e9\n")", "[]", "{}",
        R"([1,[2,{"a":[null,false,{"b":{}}]}],3])", R"({"a":{"b":[1,2],"c":"d"},"e":[[],{}]})",
        R"({"same":1,"other":2,"same":{"last":"wins"}})"}) {
    const Result<Json> read = parseJson(text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(read.value(), Json::parse(text)) << text;
  }
}

TEST(Json, AnErrorTellsWhereTheTextGoesWrong) {
  const auto detailOf = [](const std::string& text) {
    const Result<Json> read = parseJson(text);
    return read.ok() ? "" : read.error().detail;
  };
  EXPECT_EQ(detailOf(""), "not valid JSON at byte 1");
  EXPECT_EQ(detailOf(R"({"a":1,})"), "not valid JSON at byte 8");
  EXPECT_EQ(detailOf("[1,2] 3"), "not valid JSON at byte 7");
  EXPECT_EQ(detailOf("[1e999]"), "not valid JSON at byte 6");
  EXPECT_EQ(detailOf(std::string{"[\"\x01\"]"}), "not valid JSON at byte 3");
  EXPECT_EQ(detailOf(R"({"a":"[[","b":)" + std::string(70, '[')), "nests deeper than 64 levels at byte 77");
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
