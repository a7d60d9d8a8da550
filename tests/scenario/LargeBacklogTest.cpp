#include <gtest/gtest.h>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

/// Fills the log from a tab that sends nothing, in turns of so many messages; returns the ids.
std::string fill(Disk& disk, const std::string& conversation, int messages, int perTurn,
                 const std::string& writer = "earlier") {
  Backend nobody;
  Host tab{disk, nobody, writer};
  tab.start(false);
  std::string ids;
  for (int i = 0; i < messages; ++i) {
    const std::string id = conversation + "-" + std::to_string(i);
    EXPECT_EQ(tab.queue(conversation, id, std::string(600, 'x')), std::nullopt);
    ids += id + " ";
    if (i % perTurn == perTurn - 1) tab.run();
  }
  tab.run();
  return ids;
}

TEST(LargeBacklog, DrainsInOrderWhateverTheSizeOfItsRecords) {
  for (const int perTurn : {1, 7, 2'000}) {
    Disk disk;
    Backend backend;
    const std::string expected = fill(disk, "talk", 2'000, perTurn);
    Host tab{disk, backend};
    tab.start();
    EXPECT_EQ(backend.transcript("talk"), expected);
    EXPECT_TRUE(disk.segments.empty());
    EXPECT_EQ(tab.status.saved, 0U);
    EXPECT_FALSE(tab.status.unread);
  }
}

TEST(LargeBacklog, TheFirstRequestNeedsNoMoreOfALargeLogThanOfASmallOne) {
  const auto recordsBeforeFirstRequest = [](int messages) {
    Disk disk;
    Backend backend;
    fill(disk, "talk", messages, 1);
    Host tab{disk, backend};
    tab.network = Network::Silent;
    tab.start();
    EXPECT_EQ(tab.unanswered.size(), 1U);
    return tab.recordsRead;
  };
  EXPECT_LE(recordsBeforeFirstRequest(5'000), recordsBeforeFirstRequest(1'000));
}

TEST(LargeBacklog, TheWindowStaysBoundedWhileTheBackendIsAway) {
  Disk disk;
  Backend backend;
  for (int i = 0; i < 40; ++i) fill(disk, "talk" + std::to_string(i), 100, 100, "w" + std::to_string(i));
  Config config;
  config.log.windowBytes = 100'000;
  Host tab{disk, backend, "tab-1", config};
  tab.start();
  tab.network = Network::Down;
  for (int i = 0; i < 200; ++i) {
    tab.hand(FlushRequested{});
    tab.waitForDeadline();
  }
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{10});
  for (int i = 0; i < 40; ++i)
    EXPECT_NE(backend.transcript("talk" + std::to_string(i)).find("-99 "), std::string::npos) << i;
  EXPECT_TRUE(disk.segments.empty());
}

TEST(LargeBacklog, LanesThatAreBlockedStarveNoOther) {
  Disk disk;
  Backend backend;
  for (int i = 0; i < 30; ++i) fill(disk, "a-sick" + std::to_string(i), 200, 200, "w" + std::to_string(i));
  const std::string expected = fill(disk, "z-well", 50, 50);
  Config config;
  config.log.windowBytes = 200'000;
  config.breaker.failureThreshold = 1'000'000;
  config.breaker.minimumCalls = 1'000'000;
  Host tab{disk, backend, "tab-1", config};
  backend.fault = [](const AppendRequest& request) -> std::optional<Answer> {
    if (request.conversationId == "z-well") return std::nullopt;
    return Answer{500, ""};
  };
  tab.start();
  EXPECT_EQ(backend.transcript("z-well"), expected);
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  tab.wait(std::chrono::minutes{10});
  for (int i = 0; i < 30; ++i)
    EXPECT_NE(backend.transcript("a-sick" + std::to_string(i)).find("-199 "), std::string::npos) << i;
  EXPECT_TRUE(disk.segments.empty());
}

TEST(LargeBacklog, WhatIsWrittenNowGoesAheadOfTheBacklogsOfOthers) {
  Disk disk;
  Backend backend;
  for (int i = 0; i < 20; ++i) fill(disk, "old" + std::to_string(i), 100, 100, "w" + std::to_string(i));
  Host tab{disk, backend};
  tab.network = Network::Silent;
  tab.start();
  ASSERT_EQ(tab.unanswered.size(), 3U) << "one place is kept for what is new";
  tab.network = Network::Up;
  ASSERT_EQ(tab.queue("new", "now"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("new"), "now ");
}

TEST(LargeBacklog, WhatIsWrittenNowInAConversationWithABacklogKeepsItsPlace) {
  Disk disk;
  Backend backend;
  std::string expected = fill(disk, "talk", 3'000, 3'000);
  Host tab{disk, backend};
  tab.network = Network::Down;
  tab.start();
  ASSERT_EQ(tab.queue("talk", "now"), std::nullopt);
  tab.run();
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{3});
  EXPECT_EQ(backend.transcript("talk"), expected + "now ");
}

TEST(LargeBacklog, BatchesGrowWhileAllGoesWellAndAreSmallAgainAfterAFailure) {
  Disk disk;
  Backend backend;
  fill(disk, "talk", 3'000, 3'000);
  Host tab{disk, backend};
  tab.start();
  std::size_t largest = 0;
  for (const AppendRequest& request : backend.requests) largest = std::max(largest, request.messages.size());
  EXPECT_LE(backend.requests.front().messages.size(), 100U);
  EXPECT_GT(largest, 200U);
  EXPECT_LE(largest, 400U);

  fill(disk, "again", 3'000, 3'000, "later");
  backend.requests.clear();
  backend.fault = [&](const AppendRequest&) -> std::optional<Answer> {
    return backend.requests.size() == 6 ? std::optional{Answer{503, ""}} : std::nullopt;
  };
  tab.hand(LogChanged{});
  tab.wait(Duration{3'000});
  EXPECT_GT(backend.requests.at(5).messages.size(), 100U);
  EXPECT_LE(backend.requests.at(6).messages.size(), 100U);
  EXPECT_TRUE(disk.segments.empty());
}

TEST(LargeBacklog, AMessageJustAboveTheSizeOfARecordIsSentByTheTabThatQueuedIt) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "long", std::string(55'000, 'x')), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "short"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "long short ");
  EXPECT_TRUE(disk.segments.empty());
}

TEST(LargeBacklog, BatchesAreNotCutShortByTheEdgesOfWhatIsRead) {
  Disk disk;
  Backend backend;
  fill(disk, "talk", 4'000, 4'000);
  Host tab{disk, backend};
  tab.start();
  std::size_t smallOnes = 0;
  for (const AppendRequest& request : backend.requests) smallOnes += request.messages.size() < 250 ? 1U : 0U;
  EXPECT_LE(smallOnes, 3U) << "two while batches grow, and what is left at the end";
}

TEST(LargeBacklog, AThousandConversationsAreFoundAndDrained) {
  Disk disk;
  Backend backend;
  for (int i = 0; i < 1'000; ++i) fill(disk, "talk" + std::to_string(i), 1, 1, "w" + std::to_string(i));
  Host tab{disk, backend};
  tab.start();
  EXPECT_TRUE(disk.segments.empty());
  EXPECT_EQ(backend.requests.size(), 1'000U);
}

TEST(LargeBacklog, AMessageOfAMebibyteSpansRecordsAndArrivesWhole) {
  Disk disk;
  Backend backend;
  const std::string text(1024 * 1024 - 200, 'x');
  {
    Host first{disk, backend, "tab-1"};
    first.start(false);
    ASSERT_EQ(first.queue("talk", "before"), std::nullopt);
    ASSERT_EQ(first.queue("talk", "long", text), std::nullopt);
    ASSERT_EQ(first.queue("talk", "after"), std::nullopt);
    first.run();
    for (const auto& [key, record] : disk.segments) ASSERT_LE(record.bytes.size(), 48U * 1024);
    EXPECT_EQ(first.statesOf("long"), "saved ");
  }
  Host second{disk, backend, "tab-2"};
  second.start();
  EXPECT_EQ(backend.transcript("talk"), "before long after ");
  std::size_t arrived = 0;
  for (const AppendRequest& request : backend.requests) {
    for (const AppendItem& item : request.messages)
      arrived = std::max(arrived, std::get<Message>(item.body).content.size());
  }
  EXPECT_EQ(arrived, text.size());
  EXPECT_TRUE(disk.segments.empty());
}

TEST(LargeBacklog, ATurnThatQueuesVeryMuchIsWrittenInSeveralTransactions) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  std::string expected;
  for (int i = 0; i < 5'000; ++i) {
    const std::string id = "m" + std::to_string(i);
    expected += id + " ";
    ASSERT_EQ(tab.queue("talk", id, std::string(600, 'x')), std::nullopt);
  }
  EXPECT_EQ(tab.status.queued, 0U) << "nothing was reported in the middle of the turn";
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), expected);
  EXPECT_EQ(tab.metrics.successfulSyncs, 5'000U);
}

}  // namespace
}  // namespace holdfast::test
