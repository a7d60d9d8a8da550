#include "common/Deadlines.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

enum class Alarm { Tea, Bread, Count };

TEST(Deadlines, ThereIsNoneAtFirst) { EXPECT_EQ(Deadlines<Alarm>{}.earliest(), std::nullopt); }

TEST(Deadlines, TheEarliestIsTheNext) {
  Deadlines<Alarm> deadlines;
  deadlines.set(Alarm::Tea, timeFromMs(300));
  deadlines.set(Alarm::Bread, timeFromMs(200));
  EXPECT_EQ(deadlines.earliest(), timeFromMs(200));
  deadlines.set(Alarm::Bread, std::nullopt);
  EXPECT_EQ(deadlines.earliest(), timeFromMs(300));
}

TEST(Deadlines, ALaterOneDoesNotComeFirstForItsPlace) {
  Deadlines<Alarm> deadlines;
  deadlines.set(Alarm::Tea, timeFromMs(200));
  deadlines.set(Alarm::Bread, timeFromMs(300));
  EXPECT_EQ(deadlines.earliest(), timeFromMs(200));
}

}  // namespace
}  // namespace holdfast
