// Work that is tried until it succeeds: who may go now, and who waits how long.
//
//   add → ready ──take──▶ in flight ──succeeded──▶ gone
//            ▲                │ failed
//            └──── due ◀── waiting (back-off)      or given up, when a count of retries is set
//
// It holds numbers for the work, not the work. Ready work goes first come, first served, and what is urgent
// ahead of the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>

#include "common/Random.h"
#include "holdfast/Config.h"
#include "holdfast/Time.h"

namespace holdfast {

using WorkId = std::uint64_t;

class RetryQueue {
 public:
  RetryQueue(RetryConfig config, std::uint64_t seed) : config_(config), random_(seed) {}

  /// Ready at once, behind what is ready already. Work that is known stays as it is.
  void add(WorkId id, Time now);

  /// Ready at once, ahead of all that is not urgent. Work that is in flight, or has failed, stays as it is.
  void addUrgent(WorkId id);

  /// The first that is ready, without taking it; nullopt where all wait, are in flight, or there is none.
  [[nodiscard]] std::optional<WorkId> peek(Time now) const;

  /// Takes what peek() gave in flight. REQUIRES: `id` is ready.
  void take(WorkId id);

  /// REQUIRES (of the four that follow): `id` is in flight. Otherwise they change nothing.
  void succeeded(WorkId id);

  /// Counts the attempt. The time of the next one, or nullopt when the retries or the time are used up
  /// and the work is forgotten.
  std::optional<Time> failed(WorkId id, Time now);

  /// The attempt did not count: ready again at once, in its old place.
  void released(WorkId id, Time now);

  /// Ready work waits until then, without an attempt being counted. REQUIRES: `id` is ready.
  void postpone(WorkId id, Time until);

  /// Work that waits becomes ready now.
  void hasten(WorkId id, Time now);

  /// Whatever waits becomes ready now.
  void expedite(Time now);

  /// Failed attempts of this work so far.
  [[nodiscard]] std::uint32_t failures(WorkId id) const;

  /// True for work that was added so, until its first attempt is over.
  [[nodiscard]] bool isUrgent(WorkId id) const;

  /// When the next work that waits, or is ready, is due.
  [[nodiscard]] std::optional<Time> nextDue() const;

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

 private:
  struct Place {
    Time due;
    std::uint64_t order;
    WorkId id;
    bool operator<(const Place& other) const noexcept {
      return due != other.due ? due < other.due : order < other.order;
    }
  };
  struct Item {
    std::uint64_t order = 0;
    std::uint32_t failures = 0;
    Duration delay{0};  ///< The last wait.
    Time since{};       ///< When it was added. Read where a total is set, which knows no urgent work.
    bool urgent = false;
    std::optional<Time> due;  ///< None while in flight.
  };

  [[nodiscard]] bool isSpent(const Item& item, Time next) const;
  void putBack(WorkId id, Item& item, Time due);

  RetryConfig config_;
  Random random_;
  std::uint64_t nextOrder_ = 0;
  std::unordered_map<WorkId, Item> items_;
  std::set<Place> places_;
};

}  // namespace holdfast
