// CRC-32C (Castagnoli), as in RFC 3720 appendix B.4: finds a record that is torn or was written over.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace holdfast {

namespace crc32c {

using Tables = std::array<std::array<std::uint32_t, 256>, 16>;

inline Tables makeTables() {
  constexpr std::uint32_t kReflectedPolynomial = 0x82f63b78;
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kReflectedPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t slice = 1; slice < tables.size(); ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t crc = tables[slice - 1][byte];
      tables[slice][byte] = (crc >> 8) ^ tables[0][crc & 0xff];
    }
  }
  return tables;
}

/// Made when they are first needed: in the module, 16 KiB of noise would be downloaded.
inline const Tables& tables() {
  static const Tables made = makeTables();
  return made;
}

}  // namespace crc32c

/// Sixteen bytes a step ("slicing by 16", after Kounavis and Berry, 2005).
[[nodiscard]] inline std::uint32_t crc32cOf(std::string_view bytes) noexcept {
  const crc32c::Tables& tables = crc32c::tables();
  constexpr std::size_t kStep = std::tuple_size_v<crc32c::Tables>;
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  const auto word = [&](std::size_t i) { return at(i) | at(i + 1) << 8 | at(i + 2) << 16 | at(i + 3) << 24; };
  // What four bytes come to that are followed by so many more of the step.
  const auto fold = [&](std::uint32_t four, std::size_t behind) {
    return tables[behind + 3][four & 0xff] ^ tables[behind + 2][(four >> 8) & 0xff] ^
           tables[behind + 1][(four >> 16) & 0xff] ^ tables[behind][four >> 24];
  };
  std::uint32_t crc = 0xffffffff;
  std::size_t i = 0;
  for (; i + kStep <= bytes.size(); i += kStep) {
    crc = fold(crc ^ word(i), 12) ^ fold(word(i + 4), 8) ^ fold(word(i + 8), 4) ^ fold(word(i + 12), 0);
  }
  for (; i < bytes.size(); ++i) crc = (crc >> 8) ^ tables[0][(crc ^ at(i)) & 0xff];
  return ~crc;
}

}  // namespace holdfast
