#include "holdfast/Error.h"

#include <gtest/gtest.h>

#include <array>

namespace holdfast {
namespace {

TEST(Error, EveryCodeHasTheNameThatProgramsCompare) {
  constexpr std::array<std::pair<ErrorCode, std::string_view>, 9> kNames{{
      {ErrorCode::InvalidJson, "invalid-json"},
      {ErrorCode::InvalidField, "invalid-field"},
      {ErrorCode::MessageTooLarge, "message-too-large"},
      {ErrorCode::MalformedAnswer, "malformed-answer"},
      {ErrorCode::DamagedSegment, "damaged-segment"},
      {ErrorCode::MalformedEvent, "malformed-event"},
      {ErrorCode::StreamLimit, "stream-limit"},
      {ErrorCode::MalformedDelta, "malformed-delta"},
      {ErrorCode::UpstreamError, "upstream-error"},
  }};
  for (const auto& [code, name] : kNames) EXPECT_EQ(nameOf(code), name);
}

}  // namespace
}  // namespace holdfast
