// Many lives in several processes at once: each takes the next few seeds, until there are none left or enough
// lives have failed.
//
// Processes and not threads, since the core and its probes know of one thread only, and a life that crashes
// takes no other with it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "Report.h"

namespace holdfast::sim {

class Workers {
 public:
  /// Lives so many seeds from `first` on, and ends early after `mostFailures`. REQUIRES: jobs > 0.
  Workers(std::uint32_t jobs, std::uint64_t first, std::uint64_t seeds, std::uint64_t mostFailures)
      : jobs_(jobs), first_(first), seeds_(seeds), mostFailures_(mostFailures) {}

  /// Lives one seed. False where a promise was broken, which it has told by then.
  using LiveOne = std::function<bool(std::uint64_t seed)>;

  /// Prints every half a minute how far it is. What all have gone through, told by `report` in each process;
  /// nullopt where a process did not end well, which has said why.
  [[nodiscard]] std::optional<Report> run(const LiveOne& live, const std::function<Report()>& report);

 private:
  struct Shared;

  void work(Shared& shared, const LiveOne& live) const;
  void tellProgress(const Shared& shared) const;

  std::uint32_t jobs_;
  std::uint64_t first_;
  std::uint64_t seeds_;
  std::uint64_t mostFailures_;
};

}  // namespace holdfast::sim
