// The simulated world: a browser with its tabs, a disk, a network, a backend, and a person; everything
// follows from one source of choices.
//
// It has three parts: a busy time in which the person acts and everything fails that the weather has; a calm
// in which nothing fails any more, and the outbox has to drain within its bound; and, where a record could
// not be deleted, a page that is opened afterwards, which has to clear the log.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Actor.h"
#include "Backend.h"
#include "Disk.h"
#include "Lock.h"
#include "Network.h"
#include "Plan.h"
#include "Sim.h"
#include "Tab.h"

namespace holdfast::sim {

class World {
 public:
  World(Choices& choices, Trace& trace, Journal* journal = nullptr);

  /// A world that is written down, in which nothing fails but at these points.
  World(Choices& choices, Trace& trace, const Plan& plan, std::uint32_t begunHere, Points& points);

  /// Lives the whole life. Throws Violation.
  void run(Actor& actor);

  Sim sim;
  Disk disk;
  Lock lock;
  Backend backend;
  Network network;
  /// A record could not be deleted, and is sent again some day.
  bool leavesLeftovers = false;

  Tab& openTab();
  /// nullptr where it is gone.
  [[nodiscard]] Tab* tab(TabId id);

  // What tabs do to each other.
  void tell(TabId from, const Event& hint);
  /// False where no leader answers.
  bool askLeader(TabId from);
  void discarded(TabId from, const std::string& messageId);
  /// A tab holds records that no other can see.
  void fellToMemory();
  /// A tab could not read the log and has queued anew what it knew of.
  void logWasLost();
  /// Of all that the rest of the life depends on, as Interleaving.h tells.
  [[nodiscard]] std::uint64_t fingerprint() const;
  [[nodiscard]] bool isCalm() const noexcept { return isCalm_; }
  /// All is drained, and what still comes is late.
  [[nodiscard]] bool isOver() const noexcept { return isOver_; }

 private:
  friend class Person;

  void happen(Happening&& happening);
  [[nodiscard]] std::uint64_t mostHappenings() const;
  void transactionEnds();
  void kill(TabId tab);
  void calmDown();
  void drain();
  void clearLeftovers();
  [[nodiscard]] bool isDrained() const;
  /// When all that was written has to be drained at the latest, since the faults stopped.
  [[nodiscard]] Time drainedBy(Time begun) const;
  [[nodiscard]] std::string describeRest() const;

  Plan plan_;
  std::vector<std::unique_ptr<Tab>> tabs_;
  bool isCalm_ = false;
  bool isOver_ = false;
  Time begun_ = sim.agenda.now();
  std::uint64_t happenings_ = 0;
};

}  // namespace holdfast::sim
