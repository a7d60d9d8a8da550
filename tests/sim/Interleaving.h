// Every order in which things happen that are due at the same time, without a bound: one after the other, and
// none any further than to where another one has led.
//
// Two tabs with three messages have more orders than there is time for, but most of them lead to the same
// states. So each state in which there is a choice gets a hash, and an order ends where it comes to one that
// was met before (stateful search, Godefroid 1996). It is sound since the world is deterministic: what
// follows depends on nothing but
//
//   - the time, how far the script is, and whether the calm has begun (World::fingerprint);
//   - what is on the agenda and when, as a set. Its order numbers only tell what goes first of what has one
//     source, and that is hashed as the place among those; the numbers of requests at the network are told by
//     the tab's own (Fingerprint.h);
//   - the database with the line in front of it, the lock with its count, the backend, and what the judge
//     knows, each by its contents; so a promise that is broken in one of two states is in the other;
//   - each tab with its core, by all that it has ever been handed, in order, with the time: the chain of
//     Tab::saw(). A core's state is a function of that. So is the host's part, which asks the world for
//     little: what the lock's number is, whether a leader answers, whether its messages have arrived, and
//     whether the calm has begun. Each answer is a link of the chain too.
//
// What only follows from a fault is not told (the script has none: no tab dies, no record is damaged, no
// clock goes back), nor the weather and the choices, of which there are none. Two states are taken for equal
// wrongly only by a collision of 64 bits: less than one in ten million for a million states. Equal ones that
// are taken for different cost time and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

namespace holdfast::sim {

class Interleaving {
 public:
  /// The state was met before: what follows is known.
  struct Known {};

  /// The hash of the world's state, set by the world that is lived.
  std::function<std::uint64_t()> state;

  /// One of so many may go first. Throws Known. REQUIRES: ways > 0.
  std::uint32_t choose(std::uint32_t ways) {
    if (ways == 1) return 0;
    if (at_ == choices_.size()) {
      if (!met_.insert(state()).second) throw Known{};
      choices_.push_back({0, ways});
    }
    return choices_[at_++].way;
  }

  /// The same order once more.
  void repeat() noexcept { at_ = 0; }

  /// Goes on to the next order, the last choice first. False where that was the last of all.
  bool next() {
    while (!choices_.empty() && choices_.back().way + 1 == choices_.back().ways) choices_.pop_back();
    at_ = 0;
    if (choices_.empty()) return false;
    ++choices_.back().way;
    return true;
  }

  [[nodiscard]] std::size_t states() const noexcept { return met_.size(); }

 private:
  struct Choice {
    std::uint32_t way = 0;
    std::uint32_t ways = 0;
  };
  std::vector<Choice> choices_;
  std::size_t at_ = 0;
  std::unordered_set<std::uint64_t> met_;
};

}  // namespace holdfast::sim
