#include "codec/MessageCodec.h"

#include <gtest/gtest.h>

namespace holdfast::codec {
namespace {

std::string messageWith(const std::string& name, const std::string& value) {
  const auto member = [&](const std::string& key, const std::string& standard) {
    return "\"" + key + "\":" + (key == name ? value : standard);
  };
  std::string json = "{" + member("id", "\"m1\"") + "," + member("role", "\"user\"") + "," +
                     member("content", "\"Hi\"") + "," + member("createdAt", "\"2026-11-22T10:00:00.000Z\"");
  if (name == "parentId" || name == "status" || name == "metadata") json += "," + member(name, value);
  return json + "}";
}

TEST(MessageCodec, AMessageComesBackAsItWasWritten) {
  Message message{"m1",
                  Role::Assistant,
                  "Grüße\n\"🌊\"",
                  "2026-11-22T10:00:00.000Z",
                  "m0",
                  MessageStatus::Interrupted,
                  R"({"model":"x","n":1})"};
  const Result<Message> read = decodeMessage(encodeMessage(message));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read.value().id, message.id);
  EXPECT_EQ(read.value().role, message.role);
  EXPECT_EQ(read.value().content, message.content);
  EXPECT_EQ(read.value().createdAt, message.createdAt);
  EXPECT_EQ(read.value().parentId, message.parentId);
  EXPECT_EQ(read.value().status, message.status);
  EXPECT_EQ(read.value().metadata, message.metadata);
}

TEST(MessageCodec, DefaultsAreLeftOut) {
  const std::string json = encodeMessage({"m1", Role::User, "Hi", "2026-11-22T10:00:00Z"});
  EXPECT_EQ(json.find("status"), std::string::npos);
  EXPECT_EQ(json.find("parentId"), std::string::npos);
  EXPECT_EQ(json.find("metadata"), std::string::npos);
}

struct BadMember {
  const char* name;
  const char* value;
};
class EveryBadMember : public testing::TestWithParam<BadMember> {};

TEST_P(EveryBadMember, IsNamedByTheError) {
  const auto& [name, value] = GetParam();
  const Result<Message> read = decodeMessage(messageWith(name, value));
  ASSERT_FALSE(read.ok()) << name << " = " << value;
  EXPECT_EQ(read.error().code, ErrorCode::InvalidField);
  EXPECT_EQ(read.error().field, name);
}

INSTANTIATE_TEST_SUITE_P(
    MessageCodec, EveryBadMember,
    testing::Values(BadMember{"id", "null"}, BadMember{"id", "7"}, BadMember{"id", "\"\""},
                    BadMember{"id", "\"a b\""}, BadMember{"role", "\"boss\""}, BadMember{"role", "[]"},
                    BadMember{"content", "null"}, BadMember{"content", "{}"},
                    BadMember{"createdAt", "\"yesterday\""}, BadMember{"createdAt", "\"2026-11-22\""},
                    BadMember{"createdAt", "12"}, BadMember{"createdAt", "\"2026-11-22 10:00:00Z\""},
                    BadMember{"createdAt", "\"2026-1x-22T10:00:00Z\""},
                    BadMember{"createdAt", "\"2026-1/-22T10:00:00Z\""},
                    BadMember{"createdAt", "\"2026-11-22T10:00:00 noon\""},
                    BadMember{"createdAt", "\"2026-11-22T10:00:00.000000000000000000000Z\""},
                    BadMember{"status", "7"}, BadMember{"parentId", "\"no way\""},
                    BadMember{"status", "\"half\""}, BadMember{"metadata", "[]"},
                    BadMember{"metadata", "\"text\""}));

TEST(MessageCodec, TextThatIsNotJsonIsReportedWithItsOffset) {
  const Result<Message> read = decodeMessage("{\"id\": oops}");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::InvalidJson);
  EXPECT_NE(read.error().detail.find("byte 8"), std::string::npos) << read.error().detail;
}

TEST(MessageCodec, BytesThatAreNotUtf8AreNotJson) {
  EXPECT_EQ(decodeMessage(messageWith("content", "\"\xff\xfe\"")).error().code, ErrorCode::InvalidJson);
}

TEST(MessageCodec, DeepNestingIsSurvived) {
  const std::string deep(200'000, '[');
  EXPECT_FALSE(decodeMessage(deep).ok());
  EXPECT_FALSE(decodeMessage(messageWith("metadata", deep + std::string(200'000, ']'))).ok());
}

TEST(MessageCodec, IdsHaveOneAlphabet) {
  EXPECT_TRUE(isValidId("aZ09._:~@+=-"));
  EXPECT_TRUE(isValidId(std::string(128, 'a')));
  EXPECT_FALSE(isValidId(std::string(129, 'a')));
  for (const char* bad : {"", " ", "a/b", "a\"b", "a\\b", "ü", "a\nb"}) EXPECT_FALSE(isValidId(bad)) << bad;
}

TEST(MessageCodec, WhatIsNoObjectIsNoMessage) {
  const Error error = decodeMessage("[]").error();
  EXPECT_EQ(error.code, ErrorCode::InvalidField);
  EXPECT_EQ(error.detail, "message must be an object");
}

TEST(MessageCodec, EveryRoleAndEveryStatusHasItsName) {
  for (const char* role : {"system", "user", "assistant", "tool"}) {
    const Result<Message> read = decodeMessage(messageWith("role", "\"" + std::string{role} + "\""));
    ASSERT_TRUE(read.ok()) << role;
    EXPECT_EQ(nameOf(read.value().role), role);
  }
  for (const char* status : {"complete", "aborted", "interrupted"}) {
    const Result<Message> read = decodeMessage(messageWith("status", "\"" + std::string{status} + "\""));
    ASSERT_TRUE(read.ok()) << status;
    EXPECT_EQ(nameOf(read.value().status), status);
  }
}

TEST(MessageCodec, MetadataThatIsNoObjectIsLeftOut) {
  for (const char* metadata : {"[1]", "{", "7"}) {
    Message message{"m1", Role::User, "Hi", "2026-11-22T10:00:00Z"};
    message.metadata = metadata;
    const Result<Message> read = decodeMessage(encodeMessage(message));
    ASSERT_TRUE(read.ok()) << metadata;
    EXPECT_EQ(read.value().metadata, "") << metadata;
  }
}

}  // namespace
}  // namespace holdfast::codec
