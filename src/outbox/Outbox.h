// The lanes, and the bounded window on the log that they have in memory.
//
// A record of the log is settled when all its entries are, and only then may it be deleted. A lane that
// rests can be put out of the window; it is read again when its turn comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "holdfast/Effect.h"
#include "outbox/Lane.h"
#include "outbox/ParkedLedger.h"

namespace holdfast {

class Outbox {
 public:
  Outbox(BatchConfig batch, LogConfig log) : batch_(batch), log_(log) {}

  /// Forgets every lane: another tab sends from now on. Answers to reads that are under way come too late.
  void reset();

  /// nullptr where the lane is gone: a lane lives as long as something of it is in the log or in memory.
  [[nodiscard]] Lane* find(LaneId id);
  [[nodiscard]] LaneId open(const std::string& conversationId);

  /// A record that holds nothing that could be sent, and why.
  struct Damage {
    SegmentKey key = 0;
    std::string reason;
  };

  template <typename Visit>
  void forEach(Visit visit) const {
    for (const auto& [id, lane] : lanes_) visit(id, lane);
  }

  /// Takes in the record that follows what was read of the lane. Entries whose message is parked
  /// become tombstones.
  void adopt(Lane& lane, const StoredSegment& stored, const ParkedLedger& parked,
             std::vector<Damage>& damaged);

  /// The log holds records of this lane up to `key`, with so many messages that were not heard of before.
  void announce(Lane& lane, SegmentKey key, std::uint32_t messages);

  /// What to read next of the lane. REQUIRES: nothing of it is being read, and more() is true.
  [[nodiscard]] ReadLane beginRead(LaneId id);
  /// Adopts the records of a read. The lane that waited for it; nullopt for a ticket that is not open.
  std::optional<LaneId> endRead(const LaneRead& read, const ParkedLedger& parked,
                                std::vector<Damage>& damaged);

  /// Forgets the lane. What the log holds of it, if anything, is found by the next search. REQUIRES: none of
  /// it is in memory.
  void close(LaneId id);

  /// Marks the next batch in flight. REQUIRES: the lane has entries and nothing in flight.
  void beginBatch(Lane& lane);
  /// The batch in flight goes again another time.
  void takeBack(Lane& lane);
  /// The batch in flight is done with. Returns the records that are settled by it. The lane is gone
  /// afterwards when nothing of it is left. REQUIRES: the lane exists.
  std::vector<SegmentKey> settleBatch(LaneId id);

  /// Numbers a lane's entries of this writer again from 1, under another: those that are here, of which it
  /// returns how many they are, and those that are still to be read.
  Seq renumber(LaneId id, const std::string& writer, const std::string& freshWriter);

  /// Makes an entry a tombstone: its message is kept elsewhere now. Returns its payload.
  /// REQUIRES: the entry exists and is no tombstone yet.
  std::string bury(Lane& lane, std::size_t entry);

  /// Puts lanes that rest out of the window, the largest first, until it is within its bound.
  void shrink();

  /// True where the window has no room for another lane's read.
  [[nodiscard]] bool isFull() const noexcept { return windowBytes_ >= log_.windowBytes; }
  [[nodiscard]] std::size_t windowBytes() const noexcept { return windowBytes_; }

  /// Messages in the log that are known of and not parked, and how many of them are in a request.
  [[nodiscard]] std::uint32_t messages() const noexcept { return loaded_ + behind_; }
  [[nodiscard]] std::uint32_t inFlight() const noexcept { return inFlight_; }
  [[nodiscard]] bool isEmpty() const noexcept { return lanes_.empty(); }
  /// True where a lane has records that are not in memory.
  [[nodiscard]] bool hasMore() const noexcept { return lanesBehind_ > 0; }

 private:
  void addEntry(Lane& lane, SegmentKey key, const std::shared_ptr<const std::string>& writer,
                SegmentEntry entry, const ParkedLedger& parked);
  static bool joinParts(Lane& lane, SegmentEntry& entry);
  static void dropUnfinished(Lane& lane, std::vector<Damage>& damaged);
  /// As if its first parts had not been read.
  void forgetUnfinished(Lane& lane);
  void putOut(Lane& lane);
  void setReach(Lane& lane, SegmentKey readTo, SegmentKey knownTo);
  void setBehind(Lane& lane, std::uint32_t messages);

  BatchConfig batch_;
  LogConfig log_;
  LaneId nextLane_ = 1;
  Ticket lastTicket_ = 0;
  /// In order: what is done with all of them is done in the same order everywhere.
  std::map<LaneId, Lane> lanes_;
  std::unordered_map<std::string, LaneId> laneIds_;
  std::unordered_map<Ticket, LaneId> reads_;
  std::size_t windowBytes_ = 0;
  std::uint32_t loaded_ = 0;
  std::uint32_t behind_ = 0;
  std::uint32_t inFlight_ = 0;
  std::size_t lanesBehind_ = 0;
};

}  // namespace holdfast
