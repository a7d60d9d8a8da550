// The outbox of one conversation, first in, first out: the part of it that is in memory, and how far its
// records have been read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Config.h"
#include "holdfast/Event.h"
#include "log/Segment.h"

namespace holdfast {

using LaneId = std::uint64_t;

struct LaneEntry {
  SegmentKey segment = 0;  ///< The record, or the last one where the entry spans several.
  EntryKind kind = EntryKind::Message;
  std::shared_ptr<const std::string> writer;
  Seq seq = 0;
  Time queuedAt{};
  std::string messageId;
  std::string payload;
  /// The message is parked: its place is sent as a tombstone.
  bool tombstone = false;

  /// What the entry takes in memory, about.
  [[nodiscard]] std::size_t bytes() const noexcept {
    return payload.size() + messageId.size() + kOverheadBytes;
  }

 private:
  static constexpr std::size_t kOverheadBytes = 128;
};

struct Lane {
  std::string conversationId;
  std::deque<LaneEntry> entries;
  std::size_t inFlight = 0;    ///< The first entries, in the request that is under way.
  std::size_t batchLimit = 0;  ///< Halved by each refusal, so that a culprit comes to stand alone.

  /// Entries of `from`, those that are still to be read too, count as `to`: so many have their number
  /// already.
  struct Renumbering {
    std::string from;
    std::shared_ptr<const std::string> to;
    Seq count = 0;
  };
  /// The log does not know of it.
  std::vector<Renumbering> renumberings;

  /// Keys of the records whose entries are here, or settled; in order.
  std::deque<SegmentKey> records;
  /// The record of the entry that was settled last, and how many of its entries are settled.
  SegmentKey partlySettled = 0;
  std::size_t settledEntries = 0;

  SegmentKey readTo = 0;     ///< The last record that was taken in.
  SegmentKey knownTo = 0;    ///< The last record that is known to be in the log.
  std::uint32_t behind = 0;  ///< Messages that are known to be in records after `readTo`.
  std::optional<Ticket> reading;
  SegmentKey readingTo = 0;        ///< `knownTo` when the read was asked for.
  std::uint32_t readSegments = 0;  ///< Records that the next read asks for.

  /// An entry whose last parts have not been read yet, and how many of the records hold its first ones.
  std::optional<SegmentEntry> unfinished;
  std::size_t unfinishedRecords = 0;

  [[nodiscard]] bool more() const noexcept { return readTo < knownTo; }
  [[nodiscard]] bool isSpent() const noexcept {
    return entries.empty() && !unfinished && !more() && !reading;
  }

  /// The first entries that go together: of one kind and one writer, within the limits, at least one; a
  /// creation goes alone. REQUIRES: the lane has entries.
  [[nodiscard]] std::size_t nextBatch(const BatchConfig& config) const;

  /// True where a backlog is under way, and what is being read will make the next batch a larger one.
  /// REQUIRES: the lane has entries.
  [[nodiscard]] bool waitsForMore(const BatchConfig& config) const {
    return reading && batchLimit > config.maxMessages && nextBatch(config) == entries.size();
  }

  [[nodiscard]] std::size_t bytes() const;
};

}  // namespace holdfast
