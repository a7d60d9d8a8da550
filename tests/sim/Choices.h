// Every decision of the simulated world, from one source: a seed, or a tape of earlier decisions.
//
// The plainest choice is always 0: no fault, no delay, the first of several. A tape that has ended goes on
// with zeros, so any tape is a world, and a shorter tape or a smaller number in it is a simpler one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/Random.h"

namespace holdfast::sim {

using Tape = std::vector<std::uint32_t>;

class Choices {
 public:
  /// Draws from the seed. With `keepTape` what is drawn can be played back.
  explicit Choices(std::uint64_t seed, bool keepTape = false) : random_(seed), keepsTape_(keepTape) {}

  /// Plays the tape.
  explicit Choices(Tape tape) : random_(0), tape_(std::move(tape)), plays_(true) {}

  /// One of `bound` ways. REQUIRES: bound > 0.
  std::uint32_t below(std::uint32_t bound) {
    if (plays_) return at_ < tape_.size() ? tape_[at_++] % bound : past();
    const auto drawn = static_cast<std::uint32_t>(((random_.next() >> 32) * bound) >> 32);
    if (keepsTape_) tape_.push_back(drawn);
    return drawn;
  }

  /// True in so many of a thousand cases. No choice is made where the answer is certain.
  bool chance(std::uint32_t perMille) {
    if (perMille == 0) return false;
    return below(1'000) >= 1'000 - perMille;
  }

  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }

  /// What was drawn so far. Only of a source that keeps its tape.
  [[nodiscard]] const Tape& tape() const noexcept { return tape_; }

  /// How much of the tape was asked for, its end included.
  [[nodiscard]] std::size_t played() const noexcept { return at_; }

 private:
  std::uint32_t past() noexcept {
    ++at_;
    return 0;
  }

  Random random_;
  Tape tape_;
  std::size_t at_ = 0;
  bool keepsTape_ = false;
  bool plays_ = false;
};

}  // namespace holdfast::sim
