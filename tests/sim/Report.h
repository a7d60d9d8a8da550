// What many lives went through, in words.
#pragma once

#include <cstdint>
#include <cstdio>

#include "Fault.h"

namespace holdfast::sim {

struct Report {
  Tally tally;
  std::uint64_t lives = 0;
  std::uint64_t failures = 0;

  void print(std::FILE* out, double seconds) const;
};

}  // namespace holdfast::sim
