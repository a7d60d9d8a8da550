// One whole life of a simulated world.
#pragma once

#include <cstdint>
#include <optional>

#include "Choices.h"
#include "Fault.h"
#include "Journal.h"
#include "Judge.h"
#include "Trace.h"

namespace holdfast::sim {

struct Life {
  std::optional<Violation> broken;  ///< The promise that was broken first.
  Tally tally;
  std::uint64_t hash = 0;  ///< Of all that happened: equal lives have equal ones.
};

/// Lives until the end, or until a promise is broken.
[[nodiscard]] Life live(Choices& choices, Trace& trace, Journal* journal = nullptr);

}  // namespace holdfast::sim
