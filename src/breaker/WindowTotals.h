// How many calls a window holds, and of what kind.
#pragma once

#include <cstdint>

namespace holdfast {

struct WindowTotals {
  std::uint32_t calls = 0;
  std::uint32_t failures = 0;
  std::uint32_t slow = 0;

  /// One call.
  [[nodiscard]] static constexpr WindowTotals of(bool failed, bool slow) noexcept {
    return {1, failed ? 1U : 0U, slow ? 1U : 0U};
  }

  constexpr WindowTotals& operator+=(const WindowTotals& more) noexcept {
    calls += more.calls;
    failures += more.failures;
    slow += more.slow;
    return *this;
  }

  /// REQUIRES: all of them were added.
  constexpr WindowTotals& operator-=(const WindowTotals& others) noexcept {
    calls -= others.calls;
    failures -= others.failures;
    slow -= others.slow;
    return *this;
  }

  bool operator==(const WindowTotals&) const = default;
};

}  // namespace holdfast
