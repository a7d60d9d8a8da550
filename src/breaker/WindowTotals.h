// How many calls a window holds, and of what kind.
#pragma once

#include <cstdint>

namespace holdfast {

struct WindowTotals {
  std::uint32_t calls = 0;
  std::uint32_t failures = 0;
  std::uint32_t slow = 0;

  void add(bool failed, bool isSlow) {
    ++calls;
    failures += failed ? 1 : 0;
    slow += isSlow ? 1 : 0;
  }

  /// REQUIRES: such a call was added.
  void remove(bool failed, bool isSlow) {
    --calls;
    failures -= failed ? 1 : 0;
    slow -= isSlow ? 1 : 0;
  }

  /// REQUIRES: all of them were added.
  void remove(const WindowTotals& others) {
    calls -= others.calls;
    failures -= others.failures;
    slow -= others.slow;
  }

  bool operator==(const WindowTotals&) const = default;
};

}  // namespace holdfast
