#include <gtest/gtest.h>

#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(TwoTabs, AFollowerSavesAndTheLeaderSends) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend, "tab-1"};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  follower.start(false);
  ASSERT_EQ(follower.queue("talk", "f1"), std::nullopt);
  follower.run();
  EXPECT_EQ(follower.statesOf("f1"), "saved ");
  EXPECT_EQ(backend.transcript("talk"), "");
  leader.hand(LogChanged{});
  EXPECT_EQ(backend.transcript("talk"), "f1 ");
  EXPECT_EQ(leader.statesOf("f1"), "sending synced ");
}

TEST(TwoTabs, MessagesOfTwoTabsArriveInTheOrderOfTheirCommits) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend, "tab-1"};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  follower.start(false);
  leader.network = Network::Down;
  std::string expected;
  for (int i = 0; i < 6; ++i) {
    Host& tab = i % 2 == 0 ? leader : follower;
    const std::string id = "m" + std::to_string(i);
    expected += id + " ";
    ASSERT_EQ(tab.queue("talk", id), std::nullopt);
    tab.run();
  }
  leader.hand(LogChanged{});
  leader.network = Network::Up;
  leader.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("talk"), expected);
}

TEST(TwoTabs, TheLeadCanChangeHandsInTheMiddleOfARequest) {
  Disk disk;
  Backend backend;
  Host first{disk, backend, "tab-1"};
  Host second{disk, backend, "tab-2"};
  first.start();
  second.start(false);
  first.network = Network::Silent;
  ASSERT_EQ(first.queue("talk", "m1"), std::nullopt);
  first.run();
  first.hand(LeadershipChanged{false});
  EXPECT_EQ(first.aborted.size(), 1U);
  second.hand(LeadershipChanged{true});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  first.wait(std::chrono::minutes{1});
  EXPECT_EQ(backend.requests.size(), 1U) << "a tab that does not lead has sent";
}

TEST(TwoTabs, ATabThatLosesTheLeadInABackOffSleeps) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  ASSERT_TRUE(tab.nextDeadline());
  tab.hand(LeadershipChanged{false});
  EXPECT_FALSE(tab.nextDeadline());
}

TEST(TwoTabs, AMessageThatWasRetriedIsSentByALeaderThatNeverHeardOfIt) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend, "tab-1"};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  follower.start(false);
  bool refuses = true;
  backend.fault = [&](const AppendRequest&) -> std::optional<Answer> {
    if (refuses) return Answer{422, "{}"};
    return std::nullopt;
  };
  ASSERT_EQ(leader.queue("talk", "m1"), std::nullopt);
  leader.run();
  ASSERT_EQ(disk.parked.size(), 1U);
  refuses = false;
  follower.hand(ParkedRetried{"talk", "m1", payloadOf("m1", "hi")});
  follower.run();
  leader.hand(LogChanged{});
  leader.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST(TwoTabs, AHintSaysWhereToLookAndNoSearchIsNeeded) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend, "tab-1"};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  follower.start(false);
  ASSERT_EQ(follower.queue("talk", "f1"), std::nullopt);
  follower.run();
  leader.hand(LogChanged{1, {"talk"}});
  leader.hand(LogChanged{1, {"talk"}});
  EXPECT_EQ(backend.transcript("talk"), "f1 ");
  EXPECT_EQ(leader.reads, 1U) << "a hint that came twice was followed twice";
}

TEST(TwoTabs, ALostHintIsMadeUpForByTheNextWrite) {
  Disk disk;
  Backend backend;
  Host leader{disk, backend, "tab-1"};
  Host follower{disk, backend, "tab-2"};
  leader.start();
  follower.start(false);
  ASSERT_EQ(follower.queue("talk", "f1"), std::nullopt);
  ASSERT_EQ(follower.queue("other", "f2"), std::nullopt);
  follower.run();
  ASSERT_EQ(leader.queue("talk", "m1"), std::nullopt);
  leader.run();
  EXPECT_EQ(backend.transcript("talk"), "f1 m1 ") << "the order of the commits";
  EXPECT_EQ(backend.transcript("other"), "f2 ");
  EXPECT_FALSE(leader.status.unread);
}

}  // namespace
}  // namespace holdfast::test
