#include "codec/QueuedMessages.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::codec {
namespace {

std::string handedIn(const std::vector<std::string>& messages) {
  std::string bytes;
  ByteWriter out{bytes};
  out.u32(static_cast<std::uint32_t>(messages.size()));
  for (const std::string& message : messages) out.u32(static_cast<std::uint32_t>(message.size()));
  for (const std::string& message : messages) bytes += message;
  return bytes;
}

TEST(QueuedMessages, AMessageIsWrittenAsJson) {
  const std::string bytes = handedIn({"talk\nm1\nuser\n2026-11-22T10:00:00Z\n\nHe said \"hi\"\nand left"});
  QueuedMessages messages{bytes};
  const std::optional<MessageQueued> message = messages.next();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->conversationId, "talk");
  EXPECT_EQ(message->messageId, "m1");
  EXPECT_EQ(
      message->payload,
      R"({"id":"m1","role":"user","content":"He said \"hi\"\nand left","createdAt":"2026-11-22T10:00:00Z"})");
  EXPECT_FALSE(messages.next().has_value());
  EXPECT_TRUE(messages.ok());
}

TEST(QueuedMessages, FurtherMembersFollow) {
  const std::string bytes = handedIn({"talk\nm2\nassistant\nnow\n,\"parentId\":\"m1\",\"metadata\":{}\n"});
  QueuedMessages messages{bytes};
  const std::optional<MessageQueued> message = messages.next();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->payload,
            R"({"id":"m2","role":"assistant","content":"","createdAt":"now","parentId":"m1","metadata":{}})");
}

TEST(QueuedMessages, TheyKeepTheirOrder) {
  const std::string bytes = handedIn({"a\n1\nuser\nt\n\nx", "b\n2\nuser\nt\n\n", "a\n3\nuser\nt\n\nzz"});
  QueuedMessages messages{bytes};
  std::vector<std::string> ids;
  while (const auto message = messages.next()) ids.push_back(message->messageId);
  EXPECT_EQ(ids, (std::vector<std::string>{"1", "2", "3"}));
}

TEST(QueuedMessages, FieldsThatAreMissingAreEmpty) {
  const std::string bytes = handedIn({"talk"});
  QueuedMessages messages{bytes};
  const std::optional<MessageQueued> message = messages.next();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->conversationId, "talk");
  EXPECT_EQ(message->messageId, "") << "which the core refuses";
}

TEST(QueuedMessages, BytesThatAreCutShortAreToldWhereverItWas) {
  const std::string whole = handedIn({"a\n1\nuser\nt\n\nx", "a\n2\nuser\nt\n\nyy"});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    QueuedMessages messages{std::string_view{whole}.substr(0, size)};
    std::size_t found = 0;
    while (messages.next()) ++found;
    EXPECT_LT(found, 2U) << size;
    EXPECT_FALSE(messages.ok()) << size;
  }
}

TEST(QueuedMessages, ACountThatLiesMakesNoRoom) {
  QueuedMessages messages{"\xff\xff\xff\xff-"};
  EXPECT_FALSE(messages.next().has_value());
  EXPECT_FALSE(messages.ok());
}

}  // namespace
}  // namespace holdfast::codec
