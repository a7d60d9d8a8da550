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

}  // namespace
}  // namespace holdfast
