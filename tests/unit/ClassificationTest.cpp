#include "retry/Classification.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

TEST(Classification, IsTheTableWhereNothingIsOverridden) {
  const Classification table{{}};
  for (int status = 100; status < 700; ++status)
    EXPECT_EQ(table.verdictOf(status), verdictOf(status)) << status;
}

TEST(Classification, AnOverrideOfOneStatusWinsOverOneOfItsClass) {
  for (const bool exactFirst : {true, false}) {
    const StatusOverride exact{503, 503, StatusRule::Pause};
    const StatusOverride whole{500, 599, StatusRule::Park};
    const Classification table{exactFirst ? std::vector{exact, whole} : std::vector{whole, exact}};
    EXPECT_EQ(table.verdictOf(503), Verdict::Unauthorized);
    EXPECT_EQ(table.verdictOf(500), Verdict::Refused);
    EXPECT_EQ(table.verdictOf(599), Verdict::Refused);
    EXPECT_EQ(table.verdictOf(429), Verdict::Paced) << "another class is as it was";
  }
}

TEST(Classification, EveryRuleHasItsVerdict) {
  EXPECT_EQ(verdictOf(StatusRule::Again), Verdict::Again);
  EXPECT_EQ(verdictOf(StatusRule::Paced), Verdict::Paced);
  EXPECT_EQ(verdictOf(StatusRule::Pause), Verdict::Unauthorized);
  EXPECT_EQ(verdictOf(StatusRule::Park), Verdict::Refused);
}

}  // namespace
}  // namespace holdfast
