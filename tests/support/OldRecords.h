// Records as earlier versions of Holdfast wrote them, byte for byte.
#pragma once

#include <string>

namespace holdfast::test {

/// Written by the encoder of format version 1: writer tab-1; messages m1 (talk, seq 1), m2 (talk-2, seq 1)
/// and m3 (talk, seq 2).
inline std::string oldRecord() {
  constexpr const char* kHex =
      "4846530117973ead057461622d3103010068e5cf8b0100000474616c6b026d310b7b226964223a226d31227d010168e5cf8b"
      "0100000674616c6b2d32026d320b7b226964223a226d32227d020268e5cf8b0100000474616c6b026d330b7b226964223a22"
      "6d33227d";
  const std::string hex{kHex};
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

}  // namespace holdfast::test
