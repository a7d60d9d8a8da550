// What an answer calls the fate of a message.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "holdfast/Append.h"

namespace holdfast::codec {

inline constexpr std::array<std::string_view, 4> kStatusNames{"stored", "duplicate", "rejected", "skipped"};

[[nodiscard]] constexpr std::string_view nameOf(AppendStatus status) noexcept {
  return kStatusNames[static_cast<std::size_t>(status)];
}

[[nodiscard]] constexpr std::optional<AppendStatus> statusNamed(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kStatusNames.size(); ++i) {
    if (kStatusNames[i] == name) return static_cast<AppendStatus>(i);
  }
  return std::nullopt;
}

}  // namespace holdfast::codec
