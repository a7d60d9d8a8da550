#include <gtest/gtest.h>

#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(QueueAndSync, AMessageIsQueuedThenSavedThenSentThenSynced) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.statesOf("m1"), "saved sending synced ");
  EXPECT_EQ(tab.positions["m1"], 1U);
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  EXPECT_TRUE(disk.segments.empty()) << "a settled record was kept";
}

TEST(QueueAndSync, WhatIsQueuedInOneTurnIsOneRecordAndOneRequest) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  for (int i = 0; i < 50; ++i) ASSERT_EQ(tab.queue("talk", "m" + std::to_string(i)), std::nullopt);
  tab.run();
  EXPECT_EQ(disk.lastKey, 1U);
  EXPECT_EQ(backend.requests.size(), 1U);
  EXPECT_EQ(backend.requests.front().messages.size(), 50U);
}

TEST(QueueAndSync, RecordsStayBelowTheirLimit) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start(false);
  for (int i = 0; i < 200; ++i)
    ASSERT_EQ(tab.queue("talk", "m" + std::to_string(i), std::string(1'000, 'x')), std::nullopt);
  tab.run();
  EXPECT_GT(disk.segments.size(), 4U);
  for (const auto& [key, record] : disk.segments) EXPECT_LE(record.bytes.size(), 48U * 1024);
}

TEST(QueueAndSync, AMessageThatBreaksTheRulesIsRefusedAtOnceAndNothingElseSuffers) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  EXPECT_EQ(tab.queue("talk", "m1", std::string(1024 * 1024, 'x'))->code, ErrorCode::MessageTooLarge);
  EXPECT_EQ(tab.queue("no spaces", "m1")->field, "conversationId");
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "m2 ");
  EXPECT_EQ(backend.requests.front().messages.front().seq, 1U) << "the refused message took a number";
}

TEST(QueueAndSync, TheFourCountersCount) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  tab.network = Network::Up;
  tab.wait(Duration{2'000});
  EXPECT_EQ(tab.metrics, (Metrics{2, 2, 1, 1}));
}

TEST(QueueAndSync, TheStatusFollowsTheMessages) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.status.sending, 1U);
  EXPECT_EQ(tab.status.saved, 0U);
  EXPECT_TRUE(tab.status.leader);
  tab.network = Network::Up;
  tab.wait(Duration{60'000});
  EXPECT_EQ(tab.status.sending + tab.status.saved + tab.status.queued, 0U);
  EXPECT_EQ(tab.status.lastError, "");
}

TEST(QueueAndSync, WhereTheStorageFailsMessagesAreSentFromMemoryAndSayTheyAreNotSafe) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.storageIsDurable = false;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.statesOf("m1"), "queued sending synced ");
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST(QueueAndSync, WakeUpsThatAreEarlyLateOrRepeatedChangeNothing) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  const auto failed = tab.metrics.failedSyncs;
  const auto deadline = tab.nextDeadline();
  for (int i = 0; i < 100; ++i) tab.hand(TimePassed{});
  EXPECT_EQ(tab.metrics.failedSyncs, failed);
  EXPECT_EQ(tab.nextDeadline(), deadline);
}

}  // namespace
}  // namespace holdfast::test
