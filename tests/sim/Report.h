// What many lives went through, in words.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>

#include "Fault.h"
#include "common/Probe.h"

namespace holdfast::sim {

struct Report {
  Tally tally;
  std::uint64_t lives = 0;
  std::uint64_t failures = 0;
  std::array<std::uint64_t, probe::kCount> probes{};  ///< How often each was reached.
  double seconds = 0;                                 ///< Of one core's time.

  /// The time and the probes are those of the whole process.
  void takeStock();
  void add(const Report& other);
  void print(std::FILE* out) const;
};

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace holdfast::sim
