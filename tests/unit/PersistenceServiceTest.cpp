#include "persistence/PersistenceService.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

SegmentEntry entry(std::string id, std::string payload = "{\"a\":1}") {
  return {EntryKind::Message, 1, timeFromMs(1), std::move(id), std::move(payload)};
}

Segment read(const AppendSegments& append, std::size_t record) {
  return decodeSegment(append.records.at(record).bytes).value();
}

TEST(PersistenceService, NamesWhatIsWrongWithAMessage) {
  BatchConfig config;
  config.maxMessageBytes = 10;
  const PersistenceService service{config, {}};
  EXPECT_EQ(service.check(MessageQueued{"", "m", "{\"a\":1}"})->field, "conversationId");
  EXPECT_EQ(service.check(MessageQueued{"talk", "no spaces", "{\"a\":1}"})->field, "id");
  EXPECT_EQ(service.check(MessageQueued{"talk", "m", "[1,2]"})->field, "message");
  EXPECT_EQ(service.check(MessageQueued{"talk", "m", "{}"})->field, "message");
  EXPECT_EQ(service.check(MessageQueued{"talk", "m", "{\"a\":12345}"})->code, ErrorCode::MessageTooLarge);
  EXPECT_EQ(service.check(MessageQueued{"talk", "m", "{\"a\":1234}"}), std::nullopt) << "exactly the limit";
}

TEST(PersistenceService, NamesWhatIsWrongWithAConversation) {
  BatchConfig config;
  config.maxMessageBytes = 10;
  const PersistenceService service{config, {}};
  EXPECT_EQ(service.check(ConversationQueued{"no spaces", "{}"})->field, "id");
  EXPECT_EQ(service.check(ConversationQueued{"talk", "7"})->field, "conversation");
  EXPECT_EQ(service.check(ConversationQueued{"talk", "{"})->field, "conversation");
  EXPECT_EQ(service.check(ConversationQueued{"talk", "{\"a\":12345}"})->code, ErrorCode::MessageTooLarge);
  EXPECT_EQ(service.check(ConversationQueued{"talk", "{}"}), std::nullopt);
}

TEST(PersistenceService, ATurnWithoutMessagesMakesNoGroup) {
  PersistenceService service{{}, {}};
  EXPECT_EQ(service.closeGroup(), std::nullopt);
}

TEST(PersistenceService, WhatIsQueuedInOneTurnForOneConversationIsOneRecord) {
  PersistenceService service{{}, {}};
  service.queue("tab", "talk", entry("1"));
  service.queue("tab", "other", entry("2"));
  service.queue("tab", "talk", entry("3"));
  const auto append = service.closeGroup();
  ASSERT_TRUE(append);
  ASSERT_EQ(append->records.size(), 2U);
  EXPECT_EQ(append->records[0].conversationId, "talk");
  ASSERT_EQ(read(*append, 0).entries.size(), 2U);
  EXPECT_EQ(read(*append, 0).entries[1].messageId, "3");
  EXPECT_EQ(append->records[1].conversationId, "other");
  EXPECT_EQ(service.closeGroup(), std::nullopt);
}

TEST(PersistenceService, ANewWriterBeginsANewRecord) {
  PersistenceService service{{}, {}};
  service.queue("tab", "talk", entry("1"));
  service.queue("tab~1", "talk", entry("2"));
  EXPECT_EQ(service.closeGroup()->records.size(), 2U);
}

TEST(PersistenceService, AMessageLargerThanARecordIsCutIntoPartsThatStayBelowTheLimit) {
  LogConfig log;
  log.maxSegmentBytes = 1'000;
  PersistenceService service{{}, log};
  const std::string payload = "{\"a\":\"" + std::string(2'000, 'x') + "\"}";
  service.queue("tab", "talk", entry("before"));
  service.queue("tab", "talk", entry("long", payload));
  service.queue("tab", "talk", entry("after"));
  const auto append = service.closeGroup();
  std::string joined;
  for (std::size_t i = 0; i < append->records.size(); ++i) {
    EXPECT_LE(append->records[i].bytes.size(), 1'000U);
    for (const SegmentEntry& part : read(*append, i).entries) {
      if (part.messageId == "long") joined += part.payload;
    }
  }
  EXPECT_EQ(joined, payload);
  const auto group = service.finishGroup(append->ticket);
  std::string ids;
  for (const auto& record : group->records) {
    for (const std::string& id : record.messageIds) ids += id + " ";
  }
  EXPECT_EQ(ids, "before long after ");
}

TEST(PersistenceService, AGroupIsFullAtItsBound) {
  LogConfig log;
  log.groupBytes = 200;
  PersistenceService service{{}, log};
  service.queue("tab", "talk", entry("1"));
  EXPECT_FALSE(service.groupIsFull());
  service.queue("tab", "talk", entry("2", "{\"a\":\"" + std::string(200, 'x') + "\"}"));
  EXPECT_TRUE(service.groupIsFull());
  EXPECT_TRUE(service.closeGroup());
  EXPECT_FALSE(service.groupIsFull());
}

TEST(PersistenceService, MessagesAreQueuedUntilTheirTransactionIsComplete) {
  PersistenceService service{{}, {}};
  service.queue("tab", "talk", {EntryKind::Creation, 0, timeFromMs(1), "talk", "{}"});
  service.queue("tab", "talk", entry("1"));
  const Ticket first = service.closeGroup()->ticket;
  service.queue("tab", "talk", entry("2"));
  EXPECT_EQ(service.queued(), 2U) << "a creation is no message";
  const auto group = service.finishGroup(first);
  EXPECT_EQ(group->records.front().messageIds.size(), 1U);
  EXPECT_EQ(service.queued(), 1U);
  EXPECT_EQ(service.finishGroup(first), std::nullopt) << "a ticket counted twice";
}

}  // namespace
}  // namespace holdfast
