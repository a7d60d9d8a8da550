#include <gtest/gtest.h>

#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(ManyConversations, AConversationThatFailsHoldsBackNoOther) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest& request) {
    return request.conversationId == "sick" ? std::optional{Answer{500, ""}} : std::nullopt;
  };
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(tab.queue("sick", "s" + std::to_string(i)), std::nullopt);
    ASSERT_EQ(tab.queue("well", "w" + std::to_string(i)), std::nullopt);
    tab.run();
  }
  EXPECT_EQ(backend.transcript("well"), "w0 w1 w2 ");
  EXPECT_EQ(backend.transcript("sick"), "");
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("sick"), "s0 s1 s2 ");
}

TEST(ManyConversations, NoMoreThanFourLanesSendAtOnce) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i)), std::nullopt);
  }
  tab.run();
  EXPECT_EQ(tab.unanswered.size(), 4U);
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{5});
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(backend.transcript("talk" + std::to_string(i)), "m" + std::to_string(i) + " ");
}

TEST(ManyConversations, WhatWasSettledWhileTheLogWasSearchedIsNotReadAgain) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.searchesAreSlow = true;
  tab.hand(LogChanged{});
  ASSERT_EQ(tab.slowSearches.size(), 1U);
  ASSERT_EQ(tab.slowSearches[0].lanes.size(), 1U);
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{2});
  ASSERT_EQ(backend.transcript("talk"), "m1 ");
  const std::size_t reads = tab.reads;
  tab.hand(LanesFound{tab.slowSearches[0]});
  EXPECT_EQ(tab.reads, reads);
  EXPECT_FALSE(tab.status.unread);
}

TEST(ManyConversations, OneLaneHasOneBatchInFlight) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  for (const char* id : {"m1", "m2"}) {
    ASSERT_EQ(tab.queue("talk", id), std::nullopt);
    tab.run();
  }
  EXPECT_EQ(tab.unanswered.size(), 1U);
}

}  // namespace
}  // namespace holdfast::test
