#include <gtest/gtest.h>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

class Offline : public testing::Test {
 protected:
  void SetUp() override { backend.knowsOnlyCreated = true; }

  static void createAndWrite(Host& host) {
    host.hand(ConversationQueued{"talk", R"({"id":"talk","firstMessage":"hi"})"});
    ASSERT_EQ(host.queue("talk", "m1"), std::nullopt);
    ASSERT_EQ(host.queue("talk", "m2"), std::nullopt);
    host.run();
  }

  Disk disk;
  Backend backend;
  Host tab{disk, backend};
};

TEST_F(Offline, AConversationIsCreatedAheadOfItsMessages) {
  tab.start();
  tab.hand(ConnectivityChanged{false});
  createAndWrite(tab);
  EXPECT_EQ(tab.statesOf("m1"), "saved ");
  EXPECT_TRUE(backend.creations.empty());
  tab.hand(ConnectivityChanged{true});
  ASSERT_EQ(backend.creations.size(), 1U);
  EXPECT_EQ(backend.creations[0], R"({"id":"talk","firstMessage":"hi"})");
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
  ASSERT_EQ(tab.conversations.size(), 2U);
  EXPECT_EQ(tab.conversations[0].state, SyncState::Saved);
  EXPECT_EQ(tab.conversations[1].state, SyncState::Synced);
  EXPECT_EQ(tab.conversations[1].conversationId, "talk");
  EXPECT_NE(tab.conversations[1].body.find("A talk"), std::string::npos);
  EXPECT_TRUE(disk.segments.empty());
}

TEST_F(Offline, ItSurvivesTheEndOfThePage) {
  {
    Host first{disk, backend, "first"};
    first.start(false);
    createAndWrite(first);
  }
  tab.start();
  EXPECT_EQ(backend.creations.size(), 1U);
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
}

TEST_F(Offline, ALostAnswerCreatesItAgainAndTheMessagesWait) {
  tab.start();
  tab.network = Network::LosesAnswers;
  createAndWrite(tab);
  EXPECT_EQ(backend.transcript("talk"), "");
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.creations.size(), 2U);
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
}

TEST_F(Offline, AnAnswerThatIsNoConversationIsAFailedAttempt) {
  tab.start();
  backend.creationFault = [this]() -> std::optional<Answer> {
    if (backend.creations.size() > 1) return std::nullopt;
    return Answer{200, "<html>sign in</html>"};
  };
  createAndWrite(tab);
  EXPECT_EQ(backend.transcript("talk"), "");
  EXPECT_EQ(tab.metrics.failedSyncs, 1U);
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
}

TEST_F(Offline, ARefusedCreationIsReportedAndItsMessagesAreParked) {
  tab.start();
  backend.creationFault = [] {
    return Answer{422, codec::encodeProblem({422, "bad-title", "The title is too long"})};
  };
  createAndWrite(tab);
  EXPECT_EQ(tab.conversations.back().state, SyncState::Parked);
  EXPECT_EQ(tab.conversations.back().code, "bad-title");
  EXPECT_EQ(disk.parked.size(), 2U);
  EXPECT_EQ(disk.parked.at("m1").code, "conversation-not-found");
  EXPECT_TRUE(disk.segments.empty());
}

}  // namespace
}  // namespace holdfast::test
