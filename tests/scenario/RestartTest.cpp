#include <gtest/gtest.h>

#include "support/Host.h"

namespace holdfast::test {
namespace {

TEST(Restart, WhatATabLeftIsSentByTheNextInOrder) {
  Disk disk;
  Backend backend;
  {
    Host first{disk, backend, "tab-1"};
    first.start();
    first.network = Network::Down;
    for (const char* id : {"m1", "m2", "m3"}) {
      ASSERT_EQ(first.queue("talk", id), std::nullopt);
      first.run();
    }
  }
  Host second{disk, backend, "tab-2"};
  second.start(false);
  ASSERT_EQ(second.queue("talk", "m4"), std::nullopt);
  second.run();
  second.hand(LeadershipChanged{true});
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 m3 m4 ");
  EXPECT_TRUE(disk.segments.empty());
}

TEST(Restart, ATabThatDiedBetweenTheAnswerAndTheDeleteDoublesNothing) {
  Disk disk;
  Backend backend;
  Disk before;
  {
    Host first{disk, backend, "tab-1"};
    first.start(false);
    for (const char* id : {"m1", "m2"}) ASSERT_EQ(first.queue("talk", id), std::nullopt);
    first.run();
    before = disk;
    first.hand(LeadershipChanged{true});
    ASSERT_EQ(backend.transcript("talk"), "m1 m2 ");
  }
  Host second{before, backend, "tab-2"};
  second.start();
  EXPECT_EQ(backend.transcript("talk"), "m1 m2 ");
  EXPECT_EQ(second.positions["m2"], 2U);
  EXPECT_TRUE(before.segments.empty());
}

TEST(Restart, ADamagedRecordIsReportedAndTheRestIsReadOn) {
  Disk disk;
  Backend backend;
  {
    Host first{disk, backend, "tab-1"};
    first.start(false);
    for (const char* id : {"m1", "m2"}) {
      ASSERT_EQ(first.queue(std::string{"talk-"} + id, id), std::nullopt);
      first.run();
    }
  }
  disk.segments[1].bytes[20] = '~';
  Host second{disk, backend, "tab-2"};
  second.start();
  ASSERT_EQ(second.errors.size(), 1U);
  EXPECT_EQ(second.errors.front().code, "damaged-segment");
  EXPECT_EQ(backend.transcript("talk-m2"), "m2 ");
  EXPECT_TRUE(disk.quarantine.contains(1)) << "the damaged record was thrown away";
  EXPECT_TRUE(disk.segments.empty());
}

TEST(Restart, TheSameInputsGiveTheSameEffects) {
  const auto history = [] {
    Disk disk;
    Backend backend;
    Host tab{disk, backend};
    tab.start();
    tab.network = Network::Down;
    std::string deadlines;
    for (int i = 0; i < 30; ++i) {
      EXPECT_EQ(tab.queue("talk" + std::to_string(i % 3), "m" + std::to_string(i)), std::nullopt);
      tab.run();
      if (tab.waitForDeadline()) deadlines += std::to_string(toMs(tab.now())) + " ";
    }
    return deadlines;
  };
  EXPECT_EQ(history(), history());
}

}  // namespace
}  // namespace holdfast::test
