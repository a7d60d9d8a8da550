#include "sequencing/Sequencer.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

TEST(Sequencer, CountsEachConversationFromOneWithoutGaps) {
  Sequencer sequencer{"tab"};
  EXPECT_EQ(sequencer.next("a").seq, 1U);
  EXPECT_EQ(sequencer.next("a").seq, 2U);
  EXPECT_EQ(sequencer.next("b").seq, 1U);
  EXPECT_EQ(sequencer.next("a").seq, 3U);
  EXPECT_EQ(sequencer.next("a").writer, "tab");
}

TEST(Sequencer, ARestartedConversationCountsAsItsNewWriter) {
  Sequencer sequencer{"tab"};
  EXPECT_FALSE(sequencer.counts("a", "tab")) << "nothing was numbered yet";
  EXPECT_EQ(sequencer.next("a").seq, 1U);
  EXPECT_TRUE(sequencer.counts("a", "tab"));
  const std::string fresh = sequencer.freshWriter();
  sequencer.restart("a", fresh);
  EXPECT_FALSE(sequencer.counts("a", "tab"));
  EXPECT_TRUE(sequencer.counts("a", fresh));
  EXPECT_EQ(sequencer.next("a").seq, 1U);
  EXPECT_EQ(sequencer.next("a").writer, fresh);
  EXPECT_EQ(sequencer.next("b").writer, "tab");
}

TEST(Sequencer, FreshWritersDifferFromAllBefore) {
  Sequencer sequencer{"tab"};
  const std::string first = sequencer.freshWriter();
  EXPECT_NE(first, "tab");
  EXPECT_NE(first, sequencer.freshWriter());
  EXPECT_TRUE(isValidId(first));
}

}  // namespace
}  // namespace holdfast
