#include "outbox/Lane.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

TEST(Lane, IsNotSpentWhileItIsBeingRead) {
  Lane lane;
  EXPECT_TRUE(lane.isSpent());
  lane.reading = 1;
  EXPECT_FALSE(lane.isSpent()) << "the answer would find no lane";
}

TEST(Lane, WaitsOnlyForAReadThatMakesALargeBatchLarger) {
  BatchConfig config;
  config.maxMessages = 2;
  Lane lane;
  const auto writer = std::make_shared<const std::string>("tab");
  for (Seq seq = 1; seq <= 3; ++seq)
    lane.entries.push_back({1, EntryKind::Message, writer, seq, Time{}, "m", "{}"});
  lane.batchLimit = 4;
  EXPECT_FALSE(lane.waitsForMore(config)) << "nothing is read";
  lane.reading = 1;
  EXPECT_TRUE(lane.waitsForMore(config));
  lane.batchLimit = 3;
  lane.entries.push_back({1, EntryKind::Message, writer, 4, Time{}, "m", "{}"});
  EXPECT_FALSE(lane.waitsForMore(config)) << "the batch is as large as it may be";
  lane.batchLimit = 2;
  EXPECT_FALSE(lane.waitsForMore(config)) << "no backlog is under way";
}

}  // namespace
}  // namespace holdfast
