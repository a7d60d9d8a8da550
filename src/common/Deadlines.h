// A table of optional deadlines; the earliest is when the host wakes the core.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "holdfast/Time.h"

namespace holdfast {

/// One slot for each value of `Kind`. REQUIRES: `Kind` counts from 0 and ends with `Count`.
template <typename Kind>
class Deadlines {
 public:
  void set(Kind kind, std::optional<Time> time) { times_[static_cast<std::size_t>(kind)] = time; }

  [[nodiscard]] std::optional<Time> earliest() const {
    std::optional<Time> first;
    for (const std::optional<Time>& time : times_) {
      if (time && (!first || *time < *first)) first = time;
    }
    return first;
  }

 private:
  std::array<std::optional<Time>, static_cast<std::size_t>(Kind::Count)> times_{};
};

}  // namespace holdfast
