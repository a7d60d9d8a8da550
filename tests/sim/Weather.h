// How bad the simulated world is: what can go wrong, and how often.
//
// Each world has a few kinds of faults and is spared the others ("swarm testing", Groce et al., 2012): where
// everything fails at once, nothing gets far enough to fail in an interesting way.
#pragma once

#include <array>
#include <cstdint>

#include "Choices.h"
#include "Fault.h"

namespace holdfast::sim {

class Weather {
 public:
  /// Nothing ever goes wrong.
  Weather() = default;

  explicit Weather(Choices& choices) {
    constexpr std::uint32_t kStrengths[] = {20, 60, 200, 450};
    for (std::uint32_t& perMille : perMille_) {
      if (choices.chance(350)) perMille = kStrengths[choices.below(4)];
    }
  }

  [[nodiscard]] std::uint32_t of(Fault fault) const { return perMille_[static_cast<std::size_t>(fault)]; }
  [[nodiscard]] bool has(Fault fault) const { return of(fault) > 0; }

  /// From now on nothing goes wrong any more.
  void clear() { perMille_ = {}; }

 private:
  std::array<std::uint32_t, kFaults> perMille_{};
};

}  // namespace holdfast::sim
