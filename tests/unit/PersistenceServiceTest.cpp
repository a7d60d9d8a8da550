#include "persistence/PersistenceService.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

PendingMessage pending(std::string id) {
  return {"tab", 1, timeFromMs(1), "talk", std::move(id), "{\"a\":1}"};
}

TEST(PersistenceService, NamesWhatIsWrongWithAMessage) {
  BatchConfig config;
  config.maxMessageBytes = 10;
  const PersistenceService service{config};
  EXPECT_EQ(service.check({"", "m", "{\"a\":1}"})->field, "conversationId");
  EXPECT_EQ(service.check({"talk", "no spaces", "{\"a\":1}"})->field, "id");
  EXPECT_EQ(service.check({"talk", "m", "[1,2]"})->field, "message");
  EXPECT_EQ(service.check({"talk", "m", "{}"})->field, "message");
  EXPECT_EQ(service.check({"talk", "m", "{\"a\":1234567}"})->code, ErrorCode::MessageTooLarge);
  EXPECT_EQ(service.check({"talk", "m", "{\"a\":1}"}), std::nullopt);
}

TEST(PersistenceService, ATurnWithoutMessagesMakesNoGroup) {
  PersistenceService service{{}};
  EXPECT_EQ(service.closeGroup(), nullptr);
}

TEST(PersistenceService, WhatIsQueuedInOneTurnIsOneGroup) {
  PersistenceService service{{}};
  service.queue(pending("1"));
  service.queue(pending("2"));
  const auto* group = service.closeGroup();
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(group->messages.size(), 2U);
  EXPECT_EQ(service.closeGroup(), nullptr);
}

TEST(PersistenceService, MessagesAreQueuedUntilTheirTransactionIsComplete) {
  PersistenceService service{{}};
  service.queue(pending("1"));
  const Ticket first = service.closeGroup()->ticket;
  service.queue(pending("2"));
  EXPECT_EQ(service.queued(), 2U);
  EXPECT_EQ(service.finishGroup(first)->messages.size(), 1U);
  EXPECT_EQ(service.queued(), 1U);
  EXPECT_EQ(service.finishGroup(first), std::nullopt) << "a ticket counted twice";
}

}  // namespace
}  // namespace holdfast
