#include "retry/Backoff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::uint64_t kSeeds = 500;

BackoffConfig config(BackoffKind kind) {
  BackoffConfig config;
  config.kind = kind;
  return config;
}

struct Range {
  Duration shortest = Duration::max();
  Duration longest = Duration::min();
};

/// Of the waits after so many failures, over many seeds.
Range waits(const BackoffConfig& config, std::uint32_t attempt, Duration previous = Duration{0}) {
  Range range;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Random random{seed};
    const Duration wait = nextDelay(config, attempt, previous, random);
    range.shortest = std::min(range.shortest, wait);
    range.longest = std::max(range.longest, wait);
  }
  return range;
}

TEST(Backoff, FullJitterIsDrawnFromTheWholeRange) {
  const auto [shortest, longest] = waits(config(BackoffKind::FullJitter), 4);
  EXPECT_GE(shortest, Duration{100});
  EXPECT_LE(shortest, Duration{300});
  EXPECT_GE(longest, Duration{7'700});
  EXPECT_LE(longest, Duration{8'000});
}

TEST(Backoff, EqualJitterIsNeverShorterThanHalf) {
  const auto [shortest, longest] = waits(config(BackoffKind::EqualJitter), 4);
  EXPECT_GE(shortest, Duration{4'000});
  EXPECT_LE(shortest, Duration{4'100});
  EXPECT_GE(longest, Duration{7'900});
  EXPECT_LE(longest, Duration{8'000});
}

TEST(Backoff, DecorrelatedJitterGrowsFromTheWaitBefore) {
  const BackoffConfig decorrelated = config(BackoffKind::DecorrelatedJitter);
  const Range first = waits(decorrelated, 1);
  EXPECT_GE(first.shortest, Duration{1'000});
  EXPECT_LE(first.longest, Duration{3'000});
  const Range next = waits(decorrelated, 2, Duration{4'000});
  EXPECT_GE(next.shortest, Duration{1'000});
  EXPECT_LE(next.longest, Duration{12'000});
  EXPECT_GE(next.longest, Duration{11'500});
  EXPECT_EQ(waits(decorrelated, 9, Duration{60'000}).longest, Duration{60'000}) << "no more than the cap";
}

TEST(Backoff, ExponentialDoublesUpToTheCapWithoutChance) {
  for (const auto& [attempt, ms] :
       {std::pair{1U, 1'000}, {2U, 2'000}, {6U, 32'000}, {7U, 60'000}, {4'000'000'000U, 60'000}}) {
    const auto [shortest, longest] = waits(config(BackoffKind::Exponential), attempt);
    EXPECT_EQ(shortest, Duration{ms});
    EXPECT_EQ(longest, Duration{ms});
  }
}

TEST(Backoff, ConstantStaysAsItIs) {
  const auto [shortest, longest] = waits(config(BackoffKind::Constant), 7);
  EXPECT_EQ(shortest, Duration{1'000});
  EXPECT_EQ(longest, Duration{1'000});
}

}  // namespace
}  // namespace holdfast
