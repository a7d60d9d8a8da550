// What a host may hand in that makes no sense: the core goes on, and loses nothing.
#include <gtest/gtest.h>

#include "holdfast/Core.h"
#include "log/Segment.h"

namespace holdfast::test {
namespace {

const std::string kPayload = R"({"id":"m1","content":"hi"})";

class Mistaken : public testing::Test {
 protected:
  /// Hands an event in, and collects what it leads to.
  void hand(Event event) {
    effects.clear();
    EXPECT_EQ(core.handle(std::move(event), now), std::nullopt);
    while (std::optional<Effect> effect = core.nextEffect()) effects.push_back(std::move(*effect));
  }

  /// The one effect of this kind that the last event led to.
  template <typename Kind>
  Kind only() {
    EXPECT_EQ(count<Kind>(), 1U);
    for (const Effect& effect : effects) {
      if (const auto* found = std::get_if<Kind>(&effect)) return *found;
    }
    return {};
  }

  template <typename Kind>
  std::size_t count() const {
    std::size_t found = 0;
    for (const Effect& effect : effects) found += std::holds_alternative<Kind>(effect) ? 1U : 0U;
    return found;
  }

  /// Takes the lead over a log with these conversations.
  void lead(std::vector<FoundLane> lanes, SegmentKey lastKey) {
    hand(LeadershipChanged{true});
    hand(LanesFound{only<FindLanes>().ticket, std::move(lanes), true, lastKey});
  }

  Ticket queue(const std::string& conversation) {
    EXPECT_EQ(core.handle(MessageQueued{conversation, "m1", kPayload}, now), std::nullopt);
    hand(TurnEnded{});
    return only<AppendSegments>().ticket;
  }

  Core core{[] {
    Config config;
    config.writer = "tab";
    return config;
  }()};
  Time now = timeFromMs(1'000);
  std::vector<Effect> effects;
};

TEST_F(Mistaken, AConversationThatIsNoneIsRefusedAndChangesNothing) {
  const auto error = core.handle(ConversationQueued{"talk", "7"}, now);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->field, "conversation");
  hand(TurnEnded{});
  EXPECT_EQ(count<AppendSegments>(), 0U);
}

TEST_F(Mistaken, ATransactionThatNobodyAskedForChangesNothing) {
  const Ticket ticket = queue("talk");
  hand(SegmentsAppended{ticket + 1, {1}});
  EXPECT_TRUE(effects.empty());
  hand(SegmentsAppended{ticket, {1}});
  EXPECT_EQ(only<ReportMessages>().state, SyncState::Saved);
  hand(SegmentsAppended{ticket, {1}});
  EXPECT_TRUE(effects.empty()) << "the same one again";
}

TEST_F(Mistaken, WhatHasNotAKeyForEachRecordIsSentFromTheLogAlone) {
  lead({}, 0);
  hand(SegmentsAppended{queue("talk"), {}});
  EXPECT_EQ(only<ReportMessages>().state, SyncState::Saved);
  EXPECT_EQ(count<SendBatch>(), 0U);
  hand(FlushRequested{});
  hand(LanesFound{only<FindLanes>().ticket, {{"talk", 1}}, true, 1});
  EXPECT_EQ(only<ReadLane>().conversationId, "talk");
}

TEST_F(Mistaken, NoRecordHasTheKeyZero) {
  lead({{"found", 0}, {"talk", 4}}, 4);
  EXPECT_EQ(only<ReadLane>().conversationId, "talk");
}

TEST_F(Mistaken, AHintThatBeginsAtZeroIsTakenForWhatFollows) {
  lead({}, 0);
  hand(LogChanged{0, {"nothing", "talk"}});
  EXPECT_EQ(only<ReadLane>().conversationId, "talk");
}

TEST_F(Mistaken, ATransactionThatBeginsAtZeroSendsWhatHasAKey) {
  lead({}, 0);
  ASSERT_EQ(core.handle(MessageQueued{"nothing", "m0", kPayload}, now), std::nullopt);
  hand(SegmentsAppended{queue("talk"), {0, 1}});
  EXPECT_NE(only<SendBatch>().body.find("\"talk\""), std::string::npos);
}

TEST_F(Mistaken, WhatIsQueuedWhileHalfAMessageIsReadWaitsForTheRead) {
  const SegmentEntry first{EntryKind::Message, 1, now, "m0", "{", 0, 2};
  lead({{"talk", 1}}, 1);
  hand(LaneRead{only<ReadLane>().ticket, {{1, encodeSegment({"other", "talk", {first}})}}, false});
  const ReadLane rest = only<ReadLane>();
  EXPECT_EQ(rest.after, 1U);
  hand(SegmentsAppended{queue("talk"), {2}});
  EXPECT_EQ(count<SendBatch>(), 0U) << "it went ahead of the other part";
  const std::string own = encodeSegment({"tab", "talk", {{EntryKind::Message, 1, now, "m1", kPayload}}});
  hand(LaneRead{rest.ticket, {{2, own}}, true});
  EXPECT_EQ(only<QuarantineSegment>().key, 1U);
  EXPECT_NE(only<SendBatch>().body.find("\"m1\""), std::string::npos);
}

}  // namespace
}  // namespace holdfast::test
