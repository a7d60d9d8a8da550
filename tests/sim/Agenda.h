// The virtual clock, and what is to happen when. What is due at the same time happens in the order in which
// it was put down.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "Happening.h"
#include "Interleaving.h"
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

  /// Visits what is to happen, each with its time and its place among those of one source.
  template <typename Visit>
  void forEachPending(Visit visit) const {
    for (const Place& place : places_) {
      const std::uint64_t source = sourceOf(slots_[place.slot]);
      const auto before = std::count_if(places_.begin(), places_.end(), [&](const Place& other) {
        return other.order < place.order && sourceOf(slots_[other.slot]) == source;
      });
      visit(slots_[place.slot], place.at, static_cast<std::uint64_t>(before));
    }
  }

  /// Decides what goes first of what is due at the same time; the order in which it was put down where nobody
  /// does.
  Interleaving* order = nullptr;

  /// Lets time pass until the next thing happens. REQUIRES: nextTime() is one.
  Happening next() {
    const Place place = order == nullptr ? takeFirst() : takeChosen();
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

  Place takeFirst() {
    std::pop_heap(places_.begin(), places_.end(), isLater);
    const Place place = places_.back();
    places_.pop_back();
    return place;
  }

  /// One of those that are due first. What has one source keeps its order.
  Place takeChosen() {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].at != places_.front().at) continue;
      const std::uint64_t source = sourceOf(slots_[places_[i].slot]);
      const auto same = std::find_if(candidates.begin(), candidates.end(), [&](std::size_t other) {
        return sourceOf(slots_[places_[other].slot]) == source;
      });
      if (same == candidates.end()) {
        candidates.push_back(i);
      } else if (places_[i].order < places_[*same].order) {
        *same = i;
      }
    }
    std::sort(candidates.begin(), candidates.end(),
              [&](std::size_t a, std::size_t b) { return places_[a].order < places_[b].order; });
    const std::size_t chosen = candidates[order->choose(static_cast<std::uint32_t>(candidates.size()))];
    const Place place = places_[chosen];
    places_.erase(places_.begin() + static_cast<std::ptrdiff_t>(chosen));
    std::make_heap(places_.begin(), places_.end(), isLater);
    return place;
  }

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
