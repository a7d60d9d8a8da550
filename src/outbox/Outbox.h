// The part of the log that is in memory: a lane for each conversation, first in, first out.
//
// A record of the log is settled when all its entries are, and only then may it be deleted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Config.h"
#include "holdfast/Event.h"
#include "outbox/Segment.h"

namespace holdfast {

using LaneId = std::uint64_t;

struct LaneEntry {
  SegmentKey segment = 0;
  std::shared_ptr<const std::string> writer;
  Seq seq = 0;
  Time queuedAt{};
  std::string messageId;
  std::string payload;
  /// The message is parked: its place is sent as a tombstone.
  bool tombstone = false;
};

struct Lane {
  std::string conversationId;
  std::deque<LaneEntry> entries;
  std::size_t inFlight = 0;  ///< The first entries, in the request that is under way.
  std::size_t batchLimit;    ///< Halved by each refusal, so that a culprit comes to stand alone.
};

class Outbox {
 public:
  explicit Outbox(BatchConfig config) : config_(config) {}

  /// Takes in the entries of one record. Those whose message is parked become tombstones.
  /// Returns the lanes that have grown. REQUIRES: `key` was not adopted before.
  std::vector<LaneId> adopt(SegmentKey key, Segment segment, const std::unordered_set<std::string>& parked);

  /// nullptr where the lane is gone: a lane lives as long as it has entries.
  [[nodiscard]] Lane* find(LaneId id);

  /// Marks the next batch of a lane in flight: entries of one writer, within the limits, at least one.
  /// REQUIRES: the lane has nothing in flight.
  void beginBatch(Lane& lane) const;

  /// The batch in flight is done with. Returns the records that are settled by it. The lane is gone
  /// afterwards when that was all it had. REQUIRES: the lane exists.
  std::vector<SegmentKey> settleBatch(LaneId id);
  /// Numbers a lane's entries of this writer again from 1, under another. Returns how many they are.
  Seq renumber(LaneId id, const std::string& writer, const std::string& freshWriter);

  [[nodiscard]] std::size_t windowBytes() const noexcept { return windowBytes_; }
  /// Messages in the window that are not parked, and how many of them are in a request.
  [[nodiscard]] std::uint32_t messages() const noexcept { return messages_; }
  [[nodiscard]] std::uint32_t inFlight() const;

  /// Makes the entry a tombstone: its message is kept elsewhere now. Returns its payload.
  /// REQUIRES: the entry is in a lane and is no tombstone yet.
  std::string bury(LaneEntry& entry);

 private:
  LaneId laneOf(const std::string& conversationId);

  BatchConfig config_;
  LaneId nextLane_ = 1;
  std::unordered_map<LaneId, Lane> lanes_;
  std::unordered_map<std::string, LaneId> laneIds_;
  std::unordered_map<SegmentKey, std::size_t> unsettled_;
  std::size_t windowBytes_ = 0;
  std::uint32_t messages_ = 0;
};

}  // namespace holdfast
