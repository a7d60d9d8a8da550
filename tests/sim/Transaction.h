// What a tab asks of the database, and what comes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "holdfast/Effect.h"
#include "holdfast/Event.h"

namespace holdfast::sim {

/// One page session. Never used again.
using TabId = std::uint32_t;

using Fence = std::uint64_t;

struct Transaction {
  enum class Kind : std::uint8_t { Append, Find, Read, Settle, Quarantine, TakeLead, ListParked, Discard };
  enum class Outcome : std::uint8_t { Committed, Aborted, Full, Fenced };

  /// What one AppendSegments asked for.
  struct Group {
    Ticket ticket = 0;
    std::vector<LogRecord> records{};
    std::vector<std::string> unpark{};
  };

  TabId owner = 0;
  Kind kind = Kind::Append;
  bool isSecondTry = false;
  bool isDoomed = false;  ///< Its handle died before it was performed.
  Fence fence = 0;        ///< Of who asks; after TakeLead the one that was made.

  std::vector<Group> groups{};
  FindLanes find{};
  ReadLane read{};
  SettleSegments settle{};
  bool heldAny = false;        ///< Read: whether the tab's memory held records when it was asked.
  std::uint32_t settling = 0;  ///< Settle: the tab's number of it.
  SegmentKey damaged = 0;
  std::string messageId{};  ///< Discard.
  std::uint32_t term = 0;   ///< TakeLead, ListParked: the tab's, to tell a stale answer.

  Outcome outcome = Outcome::Committed;
  std::vector<SegmentKey> keys{};
  LanesFound found{};
  LaneRead segments{};
  ParkedFound parked{};

  /// Whether it is flushed to the disk before it is complete.
  [[nodiscard]] bool isStrict() const noexcept {
    return kind == Kind::Append || (kind == Kind::Settle && !settle.park.empty());
  }
};

}  // namespace holdfast::sim
