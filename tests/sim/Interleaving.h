// In which order things happen that are due at the same time: one of all orders, and then the next.
//
// Two tabs with three messages have 27 choices one after the other, which are more orders than there is time
// for. Delay-bounded scheduling (Emmi, Qadeer and Rakamarić, 2011) lives all of those that depart from the
// plainest one in a few places: where a bug needs an order of its own, it needs few departures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace holdfast::sim {

class Interleaving {
 public:
  explicit Interleaving(std::uint32_t mostDepartures) : mostDepartures_(mostDepartures) {}

  /// One of so many may go first. REQUIRES: ways > 0.
  std::uint32_t choose(std::uint32_t ways) {
    if (ways == 1 || departures_ == mostDepartures_) return 0;
    if (at_ == steps_.size()) steps_.push_back({0, ways});
    const std::uint32_t way = steps_[at_++].way;
    if (way > 0) ++departures_;
    return way;
  }

  /// Goes on to the next order, the last choice first. False where that was the last of all.
  bool next() {
    while (!steps_.empty() && steps_.back().way + 1 == steps_.back().ways) steps_.pop_back();
    at_ = 0;
    departures_ = 0;
    if (steps_.empty()) return false;
    ++steps_.back().way;
    return true;
  }

 private:
  struct Step {
    std::uint32_t way = 0;
    std::uint32_t ways = 0;
  };
  std::uint32_t mostDepartures_;
  std::uint32_t departures_ = 0;
  std::vector<Step> steps_;
  std::size_t at_ = 0;
};

}  // namespace holdfast::sim
