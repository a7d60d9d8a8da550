#include <gtest/gtest.h>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(BackendAway, MessagesArriveOnceAndInOrderWhenItIsBack) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  for (int i = 1; i <= 20; ++i) {
    ASSERT_EQ(tab.queue("talk", "m" + std::to_string(i)), std::nullopt);
    tab.run();
    tab.wait(Duration{500});
  }
  EXPECT_EQ(tab.status.breaker, BreakerState::Open);
  EXPECT_EQ(backend.transcript("talk"), "");
  tab.network = Network::Up;
  tab.wait(Duration{75'000 + 60'000});
  EXPECT_EQ(backend.transcript("talk"),
            "m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19 m20 ");
  EXPECT_EQ(tab.status.breaker, BreakerState::Closed);
  EXPECT_TRUE(disk.segments.empty());
}

TEST(BackendAway, ALostAnswerDoublesNothing) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::LosesAnswers;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved ");
  tab.network = Network::Up;
  tab.wait(Duration{2'000});
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
  EXPECT_EQ(tab.statesOf("m2"), "saved sending saved sending synced ");
  EXPECT_EQ(tab.positions["m2"], 2U);
}

TEST(BackendAway, ARequestWithoutAnAnswerIsCutAndSentAgain) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Silent;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  const RequestId first = tab.unanswered.front();
  tab.wait(Duration{9'999});
  EXPECT_TRUE(tab.aborted.empty());
  tab.wait(Duration{1});
  EXPECT_EQ(tab.aborted, std::vector<RequestId>{first});
  tab.network = Network::Up;
  tab.wait(Duration{2'000});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
  tab.hand(ResponseArrived{first, 500, "", ""});
  EXPECT_EQ(tab.status.lastError, "") << "a late answer counted";
}

TEST(BackendAway, OfflineNothingIsTriedAndNothingCounted) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.hand(ConnectivityChanged{false});
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.wait(std::chrono::hours{5});
  EXPECT_TRUE(backend.requests.empty());
  EXPECT_EQ(tab.metrics.failedSyncs, 0U);
  EXPECT_EQ(tab.nextDeadline(), std::nullopt) << "it wakes up for nothing";
  tab.hand(ConnectivityChanged{true});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST(BackendAway, ReturningOnlineEndsTheBackoff) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.hand(ConnectivityChanged{false});
  tab.network = Network::Up;
  tab.hand(ConnectivityChanged{true});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST(BackendAway, AFlushEndsTheBackoff) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.network = Network::Up;
  tab.hand(FlushRequested{});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST(BackendAway, WhenTheOutageIsOverAllLanesGoAtOnce) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i)), std::nullopt);
  }
  tab.run();
  tab.wait(std::chrono::minutes{10});
  ASSERT_EQ(tab.status.breaker, BreakerState::Open);
  tab.network = Network::Up;
  while (tab.status.breaker != BreakerState::Closed) ASSERT_TRUE(tab.waitForDeadline());
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(backend.transcript("talk" + std::to_string(i)), "m" + std::to_string(i) + " ");
}

TEST(BackendAway, RetriesStayFewWhileItIsAway) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i)), std::nullopt);
  }
  tab.run();
  tab.wait(std::chrono::hours{1});
  EXPECT_LE(tab.metrics.failedSyncs, 100U) << "an hour's outage is probed about once a minute";
  EXPECT_GE(tab.metrics.failedSyncs, 40U);
}

TEST(BackendAway, RetriesArePaidForThoughTheBreakerLetsThemThrough) {
  Disk disk;
  Backend backend;
  Config config;
  config.breaker.failureThreshold = 1'000'000;
  config.breaker.minimumCalls = 1'000'000;
  Host tab{disk, backend, "tab-1", config};
  tab.start();
  tab.network = Network::Down;
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i)), std::nullopt);
  }
  tab.run();
  tab.wait(std::chrono::minutes{10});
  EXPECT_LE(tab.metrics.retryAttempts, 10U + 60U) << "ten at once, and one every ten seconds";
  EXPECT_GE(tab.metrics.retryAttempts, 60U);
}

TEST(BackendAway, RetryAfterHoldsBackEveryLane) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest&) { return Answer{429, "", "30"}; };
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  ASSERT_EQ(tab.queue("other", "m2"), std::nullopt);
  tab.run();
  tab.wait(Duration{29'999});
  EXPECT_EQ(backend.requests.size(), 1U);
  EXPECT_EQ(tab.status.breaker, BreakerState::Closed) << "a 429 fed the breaker";
  tab.wait(Duration{1});
  EXPECT_EQ(backend.transcript("talk") + backend.transcript("other"), "m1 m2 ");
}

TEST(BackendAway, ARestoredBackendThatForgotTheNumbersGetsThemAnewAndTheOrderStays) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  backend.forgetWriters();
  for (const char* id : {"m2", "m3"}) ASSERT_EQ(tab.queue("talk", id), std::nullopt);
  tab.run();
  ASSERT_EQ(tab.queue("talk", "m4"), std::nullopt);
  tab.run();
  tab.wait(std::chrono::minutes{2});
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 m3 m4 ");
  ASSERT_FALSE(tab.errors.empty());
  EXPECT_EQ(tab.errors.front().code, "sequence-gap");
}

TEST(BackendAway, ASequenceConflictGetsFreshNumbersToo) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  backend.fault = [](const AppendRequest& request) -> std::optional<Answer> {
    if (request.writer != "tab-1") return std::nullopt;
    return Answer{409, codec::encodeProblem({409, "sequence-conflict", "The seq holds another message"})};
  };
  for (const char* id : {"m1", "m2"}) ASSERT_EQ(tab.queue("talk", id), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
  EXPECT_EQ(backend.requests.back().writer, "tab-1~1");
  ASSERT_FALSE(tab.errors.empty());
  EXPECT_EQ(tab.errors.front().code, "sequence-conflict");
  EXPECT_EQ(disk.parked.size(), 0U);
}

TEST(BackendAway, BeingOnlineStillEndsNoBackoff) {
  Disk disk;
  Backend backend;
  Host tab{disk, backend};
  tab.start();
  tab.network = Network::Down;
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.network = Network::Up;
  tab.hand(ConnectivityChanged{true});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved ");
  tab.wait(Duration{2'000});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved sending synced ");
}

TEST(BackendAway, ManyLanesDrainWithinOneMaximumBackoffThoughTheRetryBudgetIsSpent) {
  Disk disk;
  Backend backend;
  Config config;
  config.breaker.failureThreshold = 1'000'000;
  config.breaker.minimumCalls = 1'000'000;
  Host tab{disk, backend, "tab-1", config};
  tab.start();
  tab.network = Network::Down;
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(tab.queue("talk" + std::to_string(i), "m" + std::to_string(i)), std::nullopt);
  }
  tab.run();
  tab.wait(std::chrono::minutes{10});
  tab.network = Network::Up;
  tab.wait(std::chrono::minutes{1} + Duration{10'000});
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(backend.transcript("talk" + std::to_string(i)), "m" + std::to_string(i) + " ");
}

}  // namespace
}  // namespace holdfast::test
