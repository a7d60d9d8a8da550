#include <gtest/gtest.h>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(PageGoesAway, WhatIsInFlightIsSentOnceMoreInARequestThatOutlivesThePage) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  tab.hand(PageHidden{});
  ASSERT_EQ(tab.parting.size(), 1U);
  EXPECT_NE(tab.parting[0].body.find("m1"), std::string::npos);
  EXPECT_NE(tab.parting[0].body.find("m2"), std::string::npos);
  tab.hand(LeadershipChanged{false});
  EXPECT_EQ(tab.aborted.size(), 1U);
  EXPECT_NE(tab.aborted[0], tab.parting[0].request) << "the parting request was cut";
  EXPECT_EQ(disk.segments.size(), 2U) << "nobody has heard that they arrived";
}

TEST(PageGoesAway, AMessageOfThisTurnIsWrittenBeforeThePageIsGone) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start(false);
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.hand(PageHidden{});
  EXPECT_EQ(disk.segments.size(), 1U);
  EXPECT_TRUE(tab.parting.empty()) << "a tab that does not lead has sent";
}

TEST(PageGoesAway, PartingRequestsStayWithinWhatBrowsersLetThrough) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.hand(PauseRequested{});
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i), std::string(1'500, 'x')),
              std::nullopt);
  }
  tab.run();
  tab.network = Network::Silent;
  tab.hand(ResumeRequested{});
  tab.hand(PageHidden{});
  EXPECT_EQ(tab.parting.size(), 9U);
  tab.parting.clear();
  for (int i = 0; i < 9; ++i) {
    ASSERT_EQ(tab.queue("long" + std::to_string(i), "l" + std::to_string(i), std::string(20'000, 'x')),
              std::nullopt);
  }
  tab.run();
  tab.hand(PageHidden{});
  std::size_t bytes = 0;
  for (const SendBatch& batch : tab.parting) bytes += batch.body.size();
  EXPECT_LE(bytes, 60U * 1024);
  EXPECT_GE(tab.parting.size(), 3U);
}

TEST(PageGoesAway, NothingIsSentWhileNothingMayBeSent) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.hand(PauseRequested{});
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.hand(PageHidden{});
  EXPECT_TRUE(tab.parting.empty());
  tab.hand(ResumeRequested{});
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  tab.hand(PageHidden{});
  EXPECT_TRUE(tab.parting.empty()) << "a lane that rests in a back-off was sent";
}

TEST(PageGoesAway, APageThatComesBackGoesOn) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.hand(PageHidden{});
  tab.hand(LeadershipChanged{false});
  tab.network = Network::Up;
  tab.hand(LeadershipChanged{true});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  EXPECT_TRUE(disk.segments.empty());
}

TEST(PageGoesAway, LargeMessagesAreLeftOutAndSmallOnesBehindThemGo) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  for (const char* id : {"l1", "l2", "l3"})
    ASSERT_EQ(tab.queue(std::string{"talk-"} + id, id, std::string(25'000, 'x')), std::nullopt);
  ASSERT_EQ(tab.queue("talk-m1", "m1"), std::nullopt);
  tab.run();
  tab.hand(PageHidden{});
  ASSERT_EQ(tab.parting.size(), 3U);
  EXPECT_NE(tab.parting[1].body.find("l2"), std::string::npos);
  EXPECT_NE(tab.parting[2].body.find("m1"), std::string::npos);
}

TEST(PageGoesAway, NothingIsSentOfflineNorThroughAClosedGateNorToABackendThatIsDown) {
  const auto partsAfter = [](auto trouble) {
    Disk disk;
    Backend backend;
    Host tab{disk, backend};
    tab.start();
    trouble(tab, backend);
    EXPECT_EQ(tab.queue("talk", "m1"), std::nullopt);
    tab.run();
    tab.hand(PageHidden{});
    return tab.parting.size();
  };
  EXPECT_EQ(partsAfter([](Host& tab, Backend&) { tab.network = Network::Silent; }), 1U);
  EXPECT_EQ(partsAfter([](Host& tab, Backend&) { tab.hand(ConnectivityChanged{false}); }), 0U);
  EXPECT_EQ(partsAfter([](Host& tab, Backend& backend) {
              backend.fault = [](const AppendRequest&) { return Answer{429, "", "60"}; };
              EXPECT_EQ(tab.queue("other", "m0"), std::nullopt);
              tab.run();
            }),
            0U);
  EXPECT_EQ(partsAfter([](Host& tab, Backend&) {
              tab.network = Network::Down;
              for (const char* id : {"o1", "o2", "o3", "o4", "o5"})
                EXPECT_EQ(tab.queue(id, id), std::nullopt);
              tab.run();
              EXPECT_EQ(tab.status.breaker, BreakerState::Open);
            }),
            0U);
}

}  // namespace
}  // namespace holdfast::test
