#include "common/Bytes.h"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

TEST(Bytes, ComeBackAsTheyWereWritten) {
  std::string bytes;
  ByteWriter out{bytes};
  out.u8(7);
  out.u32(0xfedcba98);
  out.u64(~std::uint64_t{0});
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, ~std::uint64_t{0}})
    out.varint(value);
  out.text("Grüße");
  ByteReader in{bytes};
  EXPECT_EQ(in.u8(), 7U);
  EXPECT_EQ(in.u32(), 0xfedcba98U);
  EXPECT_EQ(in.u64(), ~std::uint64_t{0});
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, ~std::uint64_t{0}})
    EXPECT_EQ(in.varint(), value);
  EXPECT_EQ(in.text(), "Grüße");
  EXPECT_EQ(in.remaining(), 0U);
  EXPECT_TRUE(in.ok());
}

TEST(Bytes, AReadBeyondTheEndGivesNothingAndIsRemembered) {
  ByteReader in{
      "\x05"
      "ab"};
  EXPECT_EQ(in.text(), "");
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u32(), 0U);
  EXPECT_FALSE(in.ok());
}

TEST(Bytes, AVarintThatNeverEndsIsNone) {
  const std::string endless(20, '\xff');
  ByteReader in{endless};
  EXPECT_EQ(in.varint(), 0U);
  EXPECT_FALSE(in.ok());
}

}  // namespace
}  // namespace holdfast
