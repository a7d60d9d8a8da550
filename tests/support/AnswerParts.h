// The parts of an answer in words, for tests to expect.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/StreamDecoder.h"

namespace holdfast::test {

/// Each part as `kind index id name: text`, with what it does not have left out.
inline std::vector<std::string> partsOf(StreamDecoder& decoder, std::string_view bytes) {
  EXPECT_EQ(decoder.feed(bytes), std::nullopt) << bytes;
  std::vector<std::string> told;
  for (const StreamPart& part : decoder.parts()) {
    constexpr std::array<std::string_view, 6> kNames{"text", "reasoning", "refusal",
                                                     "tool", "finish",    "usage"};
    std::string line{kNames.at(static_cast<std::size_t>(part.kind))};
    if (part.kind == StreamPartKind::ToolInput) line += " " + std::to_string(part.index);
    if (!part.id.empty()) line += " " + part.id;
    if (!part.name.empty()) line += " " + part.name;
    told.push_back(line + ": " + part.text);
  }
  return told;
}

inline std::vector<std::string> partsOf(StreamFormat format, std::string_view bytes) {
  StreamDecoder decoder{format};
  return partsOf(decoder, bytes);
}

/// Server-sent events with these data.
inline std::string events(const std::vector<std::string>& jsons) {
  std::string stream;
  for (const std::string& json : jsons) stream += "data: " + json + "\n\n";
  return stream;
}

}  // namespace holdfast::test
