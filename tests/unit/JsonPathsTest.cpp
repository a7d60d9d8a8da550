#include "stream/JsonPaths.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace holdfast {
namespace {

std::optional<Error> refusalOf(std::initializer_list<std::string_view> paths) {
  const auto parsed = JsonPaths::parse({paths.begin(), paths.size()});
  return parsed ? std::nullopt : std::optional{parsed.error()};
}

TEST(JsonPaths, LeadFromTheTopToASlot) {
  constexpr std::array<std::string_view, 3> kPaths{"a.b[*].c", "", "a.b"};
  const JsonPaths paths = JsonPaths::parse(kPaths).value();
  const auto b = paths.member(paths.member(JsonPaths::kTop, "a"), "b");
  EXPECT_EQ(paths.slotOf(b), 2);
  EXPECT_EQ(paths.slotOf(paths.member(paths.element(b, 7), "c")), 0);
  EXPECT_EQ(paths.member(JsonPaths::kTop, "b"), JsonPaths::kNowhere);
  EXPECT_EQ(paths.member(JsonPaths::kNowhere, "a"), JsonPaths::kNowhere);
  EXPECT_EQ(paths.element(JsonPaths::kTop, 0), JsonPaths::kNowhere);
}

TEST(JsonPaths, WhatIsNoPathIsRefusedByItsText) {
  for (const std::string_view path :
       {".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[1x]", "a[-1]", "a[1]b", "a[99999999999]"}) {
    const auto refusal = refusalOf({path});
    ASSERT_TRUE(refusal) << path;
    EXPECT_EQ(refusal->code, ErrorCode::InvalidField);
    EXPECT_NE(refusal->detail.find(path), std::string::npos) << refusal->detail;
  }
  EXPECT_TRUE(refusalOf({std::string(JsonPaths::kMaxPathBytes + 1, 'a')}));
}

TEST(JsonPaths, TwoPathsToOnePlaceAreRefused) {
  EXPECT_TRUE(refusalOf({"a.b", "a.b"}));
  EXPECT_TRUE(refusalOf({"a[0].b", "a[*].c"})) << "one element and all of them cannot be told apart";
  EXPECT_FALSE(refusalOf({"a[0].b", "a[0].c", "a"}));
}

}  // namespace
}  // namespace holdfast
