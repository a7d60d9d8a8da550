// The virtual clock, and what is to happen when. What is due at the same time happens in the order in which
// it was put down.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "Happening.h"
#include "holdfast/Time.h"

namespace holdfast::sim {

class Agenda {
 public:
  explicit Agenda(Time begin) : now_(begin) {}

  [[nodiscard]] Time now() const noexcept { return now_; }

  void in(Duration delay, Happening happening) { at(now_ + delay, std::move(happening)); }

  void at(Time when, Happening happening) {
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back(std::move(happening));
    } else {
      slot = free_.back();
      free_.pop_back();
      slots_[slot] = std::move(happening);
    }
    places_.push_back({std::max(when, now_), nextOrder_++, slot});
    std::push_heap(places_.begin(), places_.end(), isLater);
  }

  /// When the next thing happens; nullopt where nothing ever does.
  [[nodiscard]] std::optional<Time> nextTime() const {
    return places_.empty() ? std::nullopt : std::optional<Time>{places_.front().at};
  }

  /// Lets time pass until the next thing happens. REQUIRES: nextTime() is one.
  Happening next() {
    std::pop_heap(places_.begin(), places_.end(), isLater);
    const Place place = places_.back();
    places_.pop_back();
    now_ = place.at;
    free_.push_back(place.slot);
    return std::move(slots_[place.slot]);
  }

 private:
  struct Place {
    Time at;
    std::uint64_t order;
    std::uint32_t slot;
  };
  static bool isLater(const Place& a, const Place& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }

  Time now_;
  std::uint64_t nextOrder_ = 0;
  std::vector<Place> places_;
  std::vector<Happening> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace holdfast::sim
