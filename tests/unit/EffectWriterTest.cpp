#include "codec/EffectWriter.h"

#include <gtest/gtest.h>

#include "common/Bytes.h"

namespace holdfast::codec {
namespace {

/// Writes an effect, checks its kind, and hands over what follows; all of it is to be read.
template <typename Read>
void readBack(const Effect& effect, Read read) {
  std::string bytes;
  writeEffect(effect, bytes);
  ByteReader in{bytes};
  EXPECT_EQ(in.u8(), effect.index());
  read(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.remaining(), 0U);
}

TEST(EffectWriter, WhatIsParkedIsWrittenWithItsPlace) {
  readBack(SettleSegments{{4, 300}, {{"talk", "m1", "{}", "no-way", "No way", 4}}, {"m2"}},
           [](ByteReader& in) {
             EXPECT_EQ(in.varint(), 2U);
             EXPECT_EQ(in.varint(), 4U);
             EXPECT_EQ(in.varint(), 300U);
             EXPECT_EQ(in.varint(), 1U);
             for (const char* text : {"talk", "m1", "{}", "no-way", "No way"}) EXPECT_EQ(in.text(), text);
             EXPECT_EQ(in.varint(), 4U);
             EXPECT_EQ(in.varint(), 1U);
             EXPECT_EQ(in.text(), "m2");
           });
}

TEST(EffectWriter, ARequestSaysWhetherItOutlivesThePage) {
  for (const bool keepalive : {false, true}) {
    readBack(SendBatch{7, Route::Create, "talk", keepalive, "{}"}, [&](ByteReader& in) {
      EXPECT_EQ(in.u32(), 7U);
      EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(Route::Create));
      EXPECT_EQ(in.text(), "talk");
      EXPECT_EQ(in.u8(), keepalive ? 1U : 0U);
      EXPECT_EQ(in.text(), "{}");
    });
  }
}

TEST(EffectWriter, ReportsNameTheirMessagesAndTheirPositions) {
  readBack(ReportMessages{SyncState::Synced, "talk", {"m1", "m2"}, {11, 0}, {}, {}}, [](ByteReader& in) {
    EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(SyncState::Synced));
    EXPECT_EQ(in.text(), "talk");
    EXPECT_EQ(in.varint(), 2U);
    EXPECT_EQ(in.text(), "m1");
    EXPECT_EQ(in.text(), "m2");
    EXPECT_EQ(in.varint(), 2U);
    EXPECT_EQ(in.varint(), 11U);
    EXPECT_EQ(in.varint(), 0U);
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.text(), "");
  });
}

void expectStatus(const QueueStatus& status, std::uint64_t nextAttempt) {
  readBack(ReportStatus{status}, [&](ByteReader& in) {
    for (const std::uint64_t count : {1U, 2U, 3U, 4U}) EXPECT_EQ(in.varint(), count);
    EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(status.breaker));
    EXPECT_EQ(in.u8(), status.online ? 1U : 0U);
    EXPECT_EQ(in.u8(), status.leader ? 1U : 0U);
    EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(status.paused));
    EXPECT_EQ(in.u8(), status.unread ? 1U : 0U);
    EXPECT_EQ(in.varint(), nextAttempt);
    EXPECT_EQ(in.text(), status.lastError);
    EXPECT_EQ(in.varint(), status.breakerSince ? 97U : 0U);
    EXPECT_EQ(in.varint(), status.breakerProbeAt ? 98U : 0U);
  });
}

TEST(EffectWriter, AStatusIsWrittenInBothOfItsExtremes) {
  expectStatus({1, 2, 3, 4, BreakerState::Closed, true, false, PauseReason::None, false, {}, ""}, 0);
  expectStatus({1, 2, 3, 4, BreakerState::Open, false, true, PauseReason::User, true, timeFromMs(99), "away",
                timeFromMs(97), timeFromMs(98)},
               99);
}

}  // namespace
}  // namespace holdfast::codec
