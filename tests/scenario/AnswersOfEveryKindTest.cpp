#include <gtest/gtest.h>

#include <utility>

#include "codec/AppendCodec.h"
#include "support/Host.h"

namespace holdfast::test {
namespace {

class Answered : public testing::Test {
 protected:
  /// Queues one message, answers its first request so, and lets the rest go well.
  void answerOnce(const Answer& answer) {
    tab.start();
    backend.fault = [this, answer](const AppendRequest&) {
      return backend.requests.size() == 1 ? std::optional{answer} : std::nullopt;
    };
    ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
    tab.run();
  }

  Disk disk;
  Backend backend;
  Host tab{disk, backend};
};

class EveryPassingStatus : public Answered, public testing::WithParamInterface<int> {};

TEST_P(EveryPassingStatus, IsTriedAgain) {
  answerOnce({GetParam(), "<html>oops</html>"});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved ");
  EXPECT_NE(tab.status.lastError.find(std::to_string(GetParam())), std::string::npos) << tab.status.lastError;
  tab.wait(Duration{2'000});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved sending synced ");
}

INSTANTIATE_TEST_SUITE_P(Answers, EveryPassingStatus,
                         testing::Values(100, 204, 301, 408, 425, 429, 500, 502, 503, 504, 507, 599));

class EveryFinalStatus : public Answered, public testing::WithParamInterface<int> {};

TEST_P(EveryFinalStatus, ParksTheMessageAndLetsTheLaneGoOn) {
  answerOnce({GetParam(), codec::encodeProblem({GetParam(), "no-way", "No way", "because"})});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending parked ");
  ASSERT_EQ(disk.parked.size(), 1U);
  EXPECT_EQ(disk.parked.at("m1").code, "no-way");
  EXPECT_EQ(disk.parked.at("m1").reason, "because");
  EXPECT_EQ(tab.status.parked, 1U);
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.transcript("talk"), "m2 ");
  EXPECT_TRUE(disk.segments.empty());
}

INSTANTIATE_TEST_SUITE_P(Answers, EveryFinalStatus,
                         testing::Values(400, 402, 404, 405, 406, 409, 410, 413, 415, 422, 451, 501, 505));

class EveryMalformedAnswer : public Answered, public testing::WithParamInterface<const char*> {};

TEST_P(EveryMalformedAnswer, IsAFailedAttemptWithAReason) {
  answerOnce({200, GetParam()});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved ");
  EXPECT_FALSE(tab.status.lastError.empty());
  EXPECT_EQ(tab.metrics.failedSyncs, 1U);
  tab.wait(Duration{2'000});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

INSTANTIATE_TEST_SUITE_P(
    Answers, EveryMalformedAnswer,
    testing::Values(
        "", "<!doctype html>", "{", "null", "[]", "{}", "\xff\xfe",
        R"({"conversationId":"talk","writer":"tab-1","nextSeq":2,"results":[]})",
        R"({"conversationId":"else","writer":"tab-1","nextSeq":2,"results":[{"seq":1,"status":"stored"}]})",
        R"({"conversationId":"talk","writer":"else","nextSeq":2,"results":[{"seq":1,"status":"stored"}]})",
        R"({"conversationId":"talk","writer":"tab-1","nextSeq":2,"results":[{"seq":9,"status":"stored"}]})",
        R"({"conversationId":"talk","writer":"tab-1","nextSeq":2,"results":[{"seq":1,"status":7}]})"));

TEST_F(Answered, UnauthorizedAsksOnceMoreAndThenWaitsForTheUser) {
  tab.start();
  backend.fault = [](const AppendRequest&) { return Answer{401, ""}; };
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(backend.requests.size(), 2U);
  EXPECT_EQ(tab.status.paused, PauseReason::Unauthorized);
  tab.wait(std::chrono::hours{1});
  EXPECT_EQ(backend.requests.size(), 2U);
  EXPECT_EQ(tab.errors.back().code, "unauthorized");
  backend.fault = [](const AppendRequest&) { return std::nullopt; };
  tab.hand(ResumeRequested{});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

TEST_F(Answered, SeveralLanesThatAreRefusedTogetherStillGetTheirSecondTry) {
  tab.start();
  tab.network = Network::Silent;
  for (const char* id : {"m1", "m2", "m3"}) ASSERT_EQ(tab.queue(std::string{"talk-"} + id, id), std::nullopt);
  tab.run();
  tab.network = Network::Up;
  for (const RequestId request : std::vector{tab.unanswered}) tab.hand(ResponseArrived{request, 401, "", ""});
  EXPECT_EQ(tab.status.paused, PauseReason::None);
  EXPECT_EQ(backend.transcript("talk-m1") + backend.transcript("talk-m2") + backend.transcript("talk-m3"),
            "m1 m2 m3 ");
}

TEST_F(Answered, APauseHoldsEverythingUntilResume) {
  tab.start();
  tab.hand(PauseRequested{});
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.statesOf("m1"), "saved ");
  EXPECT_EQ(tab.status.paused, PauseReason::User);
  tab.hand(ResumeRequested{});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending synced ");
}

TEST_F(Answered, AnAnswerFromBeforeTheSecondTryIsNotTheSecondNo) {
  tab.start();
  tab.network = Network::Silent;
  for (const char* id : {"m1", "m2"}) ASSERT_EQ(tab.queue(std::string{"talk-"} + id, id), std::nullopt);
  tab.run();
  const std::vector<RequestId> before{tab.unanswered};
  ASSERT_EQ(before.size(), 2U);
  for (const RequestId request : before) tab.hand(ResponseArrived{request, 403, "", ""});
  EXPECT_EQ(tab.status.paused, PauseReason::None);
  tab.hand(ResponseArrived{tab.unanswered.back(), 403, "", ""});
  EXPECT_EQ(tab.status.paused, PauseReason::Unauthorized);
}

TEST_F(Answered, AMessageWhosePlaceWasGivenUpBeforeIsParked) {
  answerOnce({200, codec::encodeAppendAnswer({"talk", "tab-1", 2, {{1, "", AppendStatus::Skipped}}})});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending parked ");
  EXPECT_EQ(disk.parked.at("m1").code, "skipped");
  EXPECT_TRUE(disk.segments.empty());
}

TEST(OverriddenAnswers, AreTakenForWhatTheUserSays) {
  Config config;
  config.classification = {
      {423, 423, StatusRule::Again}, {500, 599, StatusRule::Park}, {451, 451, StatusRule::Pause}};
  Disk disk;
  Backend backend;
  Host tab{disk, backend, "tab-1", config};
  tab.start();
  std::vector<int> statuses{423, 503, 451, 451};
  backend.fault = [&](const AppendRequest&) -> std::optional<Answer> {
    if (statuses.empty()) return std::nullopt;
    const int status = statuses.front();
    statuses.erase(statuses.begin());
    return Answer{status, codec::encodeProblem({status, "so", "So", "it is"})};
  };
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved ") << "423 is tried again";
  tab.wait(Duration{2'000});
  EXPECT_EQ(tab.statesOf("m1"), "saved sending saved sending parked ") << "503 parks";
  ASSERT_EQ(tab.queue("talk", "m2"), std::nullopt);
  tab.run();
  EXPECT_EQ(tab.status.paused, PauseReason::Unauthorized) << "451 pauses, when it is said twice";
}

TEST(OverriddenAnswers, ASequenceThatTheBackendCannotPlaceIsStillMendedByTheProtocol) {
  Config config;
  config.classification = {{409, 409, StatusRule::Park}};
  Disk disk;
  Backend backend;
  Host tab{disk, backend, "tab-1", config};
  tab.start();
  bool answered = false;
  backend.fault = [&](const AppendRequest&) -> std::optional<Answer> {
    if (std::exchange(answered, true)) return std::nullopt;
    return Answer{409, codec::encodeProblem({409, "sequence-gap", "Gap", "it is"})};
  };
  ASSERT_EQ(tab.queue("talk", "m1"), std::nullopt);
  tab.run();
  tab.wait(Duration{2'000});
  EXPECT_EQ(backend.transcript("talk"), "m1 ");
}

}  // namespace
}  // namespace holdfast::test
