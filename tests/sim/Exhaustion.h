// Every way in which short lives can go wrong: each point of failure by itself, each pair of them, and every
// order in which things that are due at the same time can happen (Interleaving.h).
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>

#include "Judge.h"
#include "Script.h"

namespace holdfast::sim {

class Exhaustion {
 public:
  /// Prints a line for each scenario. False where a promise was broken.
  bool run();

  [[nodiscard]] std::uint64_t lives() const noexcept { return lives_; }

 private:
  bool failAtEveryPoint(const Scenario& scenario);
  bool liveInEveryOrder(const Scenario& scenario);
  /// How many points were reached; nullopt where a promise was broken.
  std::optional<std::uint32_t> failAt(const Scenario& scenario, const std::vector<std::uint32_t>& chosen);

  std::uint64_t lives_ = 0;
};

}  // namespace holdfast::sim
