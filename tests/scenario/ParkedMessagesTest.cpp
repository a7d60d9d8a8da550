#include <gtest/gtest.h>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

Answer refusal(int status) { return {status, codec::encodeProblem({status, "no-way", "No way"})}; }

TEST(ParkedMessages, ARejectedMessageIsParkedAndBlocksNothing) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "m2", "POISON"), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "m3"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "m1 m3 ");
  EXPECT_EQ(tab.statesOf("m2"), "saved sending parked ");
  EXPECT_EQ(disk.parked.at("m2").payload, payloadOf("m2", "POISON"));
  EXPECT_EQ(tab.status.sending, 0U);
  EXPECT_EQ(tab.status.saved, 0U);
  EXPECT_TRUE(disk.segments.empty());
}

TEST(ParkedMessages, ARefusedBatchIsHalvedUntilTheCulpritStandsAlone) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest& request) -> std::optional<Answer> {
    for (const AppendItem& item : request.messages) {
      const auto* message = std::get_if<Message>(&item.body);
      if (message != nullptr && message->id == "m13") return refusal(413);
    }
    return std::nullopt;
  };
  std::string expected;
  for (int i = 1; i <= 40; ++i) {
    const std::string id = "m" + std::to_string(i);
    if (i != 13) expected += id + " ";
    ASSERT_EQ(tab.queue("talk", id), std::nullopt);
  }
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), expected);
  EXPECT_EQ(disk.parked.size(), 1U);
  EXPECT_EQ(tab.statesOf("m13").substr(tab.statesOf("m13").size() - 7), "parked ");
  EXPECT_LT(backend.requests.size(), 30U);
}

TEST(ParkedMessages, WhereTheConversationIsUnknownAllItsMessagesAreParkedAndNoOthers) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest& request) -> std::optional<Answer> {
    if (request.conversationId != "gone") return std::nullopt;
    return Answer{404, codec::encodeProblem({404, "conversation-not-found", "No such conversation"})};
  };
  for (const char* id : {"m1", "m2"}) ASSERT_EQ(tab.queue("gone", id), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "m3"), std::nullopt);
  tab.run();
  EXPECT_EQ(disk.parked.size(), 2U);
  EXPECT_EQ(backend.transcript("talk"), "m3 ");
  EXPECT_TRUE(disk.segments.empty());
}

TEST(ParkedMessages, ARetriedMessageGoesToTheEndOfItsLane) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest&) { return refusal(422); };
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  tab.hand(ParkedRetried{"talk", "m1", disk.parked.at("m1").payload});
  tab.run();
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("talk"), "m2 m1 ");
  EXPECT_TRUE(disk.parked.empty());
  EXPECT_EQ(tab.status.parked, 0U);
}

TEST(ParkedMessages, ADiscardedMessageIsForgotten) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "m1", "POISON"), std::nullopt);
  tab.run();
  ASSERT_EQ(tab.status.parked, 1U);
  tab.discard("m1");
  EXPECT_TRUE(disk.parked.empty());
  EXPECT_TRUE(disk.discarded.empty()) << "its mark is kept though the log is empty";
  EXPECT_EQ(tab.status.parked, 0U);
}

TEST(ParkedMessages, AfterARestartItsPlaceIsSentAsATombstone) {
  Disk disk;
  Backend backend;
  {
    Host first{disk, backend};
    first.start();
    backend.fault = [](const AppendRequest& request) {
      const bool single =
          request.messages.size() == 1 && std::holds_alternative<Message>(request.messages[0].body);
      return single ? std::optional{refusal(422)} : std::optional{Answer{503, ""}};
    };
    ASSERT_EQ(first.queue("talk", "m1"), std::nullopt);
    first.run();
    ASSERT_EQ(disk.parked.size(), 1U);
    ASSERT_EQ(disk.segments.size(), 1U) << "its place must be kept until the backend has skipped it";
  }
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  Host second{disk, backend, "tab-2"};
  second.start();
  EXPECT_EQ(backend.transcript("talk"), "");
  EXPECT_TRUE(std::holds_alternative<Tombstone>(backend.requests.back().messages.front().body));
  EXPECT_TRUE(disk.segments.empty());
  EXPECT_EQ(second.status.parked, 1U);
}

TEST(ParkedMessages, ADiscardedMessageStaysDiscardedThoughItsPlaceWasNotSkippedBeforeACrash) {
  Disk disk;
  Backend backend;
  const auto refuseAndFail = [](const AppendRequest& request) {
    const bool single =
        request.messages.size() == 1 && std::holds_alternative<Message>(request.messages[0].body);
    return single ? std::optional{refusal(422)} : std::optional{Answer{503, ""}};
  };
  {
    Host first{disk, backend};
    first.start();
    backend.fault = refuseAndFail;
    ASSERT_EQ(first.queue("talk", "m1"), std::nullopt);
    first.run();
    first.discard("m1");
    ASSERT_EQ(disk.segments.size(), 1U);
    ASSERT_EQ(disk.discarded.size(), 1U) << "a crash now would send it";
  }
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  Host second{disk, backend, "tab-2"};
  second.start();
  EXPECT_EQ(backend.transcript("talk"), "");
  EXPECT_TRUE(disk.segments.empty());
  EXPECT_TRUE(disk.discarded.empty());
  EXPECT_EQ(second.status.parked, 0U);
}

TEST(ParkedMessages, ADiscardedMessageStaysDiscardedAsLongAsItsRecordHoldsOthers) {
  Disk disk;
  Backend backend;
  bool skips = false;
  backend.fault = [&skips](const AppendRequest& request) -> std::optional<Answer> {
    if (std::holds_alternative<Tombstone>(request.messages.front().body))
      return skips ? std::nullopt : std::optional{Answer{503, ""}};
    const bool isFirst = request.messages.front().seq == 1;
    return isFirst ? refusal(422) : Answer{503, ""};
  };
  {
    Host first{disk, backend};
    first.start();
    for (const char* id : {"m1", "m2"}) ASSERT_EQ(first.queue("talk", id), std::nullopt);
    first.run();
    ASSERT_EQ(disk.parked.size(), 1U);
    first.discard("m1");
    skips = true;
    first.wait(std::chrono::minutes{1});
    ASSERT_EQ(backend.requests.back().messages.front().seq, 2U) << "the place is to be skipped by now";
    ASSERT_EQ(disk.segments.size(), 1U) << "the record is to hold the other message still";
  }
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  Host second{disk, backend, "tab-2"};
  second.start();
  EXPECT_EQ(backend.transcript("talk"), "m2 ");
  EXPECT_EQ(second.status.parked, 0U) << "the discarded message came back";
  EXPECT_TRUE(disk.segments.empty());
  EXPECT_TRUE(disk.discarded.empty());
}

TEST(ParkedMessages, AParkedMessageThatIsQueuedAgainGoesAsIfItWasRetried) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "m1", "POISON"), std::nullopt);
  tab.run();
  ASSERT_EQ(tab.queue("talk", "m1", "better"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  EXPECT_TRUE(disk.parked.empty());
}

TEST(ParkedMessages, WhatAnotherTabRetriedIsParkedNoMore) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  ASSERT_EQ(leader.queue("talk", "m1", "POISON"), std::nullopt);
  leader.run();
  follower.start(false);
  follower.hand(ParkedRetried{"talk", "m1", payloadOf("m1", "better")});
  follower.run();
  leader.hand(ParkedRetriedElsewhere{"m1"});
  leader.hand(LogChanged{2, {"talk"}});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  EXPECT_EQ(leader.status.parked, 0U);
}

TEST(ParkedMessages, AMessageThatCouldNotBeDeliveredForAWeekIsParked) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.wait(std::chrono::hours{7 * 24 - 1});
  EXPECT_EQ(disk.parked.size(), 0U);
  tab.wait(std::chrono::hours{2});
  EXPECT_EQ(disk.parked.at("m1").code, "expired");
}

TEST(ParkedMessages, WhatIsTooOldIsParkedUpToACreationThatWaitsBehindIt) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.hand(ConversationQueued{"talk", R"({"id":"talk"})"});
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  tab.wait(std::chrono::hours{7 * 24 + 1});
  ASSERT_EQ(disk.parked.size(), 1U);
  EXPECT_TRUE(disk.parked.contains("m1"));
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.creations.size(), 1U) << "it was given up with the messages";
  EXPECT_EQ(backend.transcript("talk"), "m2 ");
}

}  // namespace
}  // namespace holdfast::test
