#include "codec/RetryAfter.h"

#include <gtest/gtest.h>

namespace holdfast::codec {
namespace {

// Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110 section 5.6.7.
constexpr Time kExample = timeFromMs(784'111'777'000);

TEST(RetryAfter, ReadsSeconds) {
  EXPECT_EQ(decodeRetryAfter("120", kExample), kExample + std::chrono::seconds{120});
  EXPECT_EQ(decodeRetryAfter("0", kExample), kExample);
}

TEST(RetryAfter, ReadsMillisecondsThatTheHostMarks) {
  EXPECT_EQ(decodeRetryAfter("1500ms", kExample), kExample + Duration{1'500});
  EXPECT_EQ(decodeRetryAfter("1500.75ms", kExample), kExample + Duration{1'500});
  for (const char* text : {"ms", "-5ms", ".5ms", "5.ms", "5.xms", "xms"}) {
    EXPECT_EQ(decodeRetryAfter(text, kExample), std::nullopt) << text;
  }
}

TEST(RetryAfter, ReadsADate) {
  EXPECT_EQ(decodeRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", Time{}), kExample);
  EXPECT_EQ(decodeRetryAfter("Thu, 29 Feb 2024 00:00:00 GMT", Time{}), timeFromMs(1'709'164'800'000));
}

TEST(RetryAfter, TreatsAnythingElseAsAbsent) {
  for (const char* text :
       {"", "-1", "1.5", "soon", "9999999999999", "Sun, 06 Now 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, xx Nov 1994 08:49:37 GMT", "Sun, 06 Nov 199x 08:49:37 GMT", "Sun, 06 Nov 1994 0x:49:37 GMT",
        "Sun, 06 Nov 1994 08:4x:37 GMT", "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49:37 CET"}) {
    EXPECT_EQ(decodeRetryAfter(text, kExample), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace holdfast::codec
