#include "outbox/Outbox.h"
#include "common/Probe.h"

#include <algorithm>
#include <utility>

namespace holdfast {

namespace {

std::uint32_t liveCount(const Lane& lane, std::size_t entries) {
  const auto end = lane.entries.begin() + static_cast<std::ptrdiff_t>(entries);
  return static_cast<std::uint32_t>(std::count_if(lane.entries.begin(), end, [](const LaneEntry& entry) {
    return entry.kind == EntryKind::Message && !entry.tombstone;
  }));
}

/// Why nothing of a record can be sent from this lane; empty where it can.
std::string faultOf(const Result<Segment>& read, const Lane& lane) {
  if (!read) return read.error().detail;
  const Segment& segment = read.value();
  if (segment.conversationId != lane.conversationId) return "it is filed under another conversation";
  const bool holdsPart = std::any_of(segment.entries.begin(), segment.entries.end(),
                                     [](const SegmentEntry& entry) { return entry.parts > 1; });
  return holdsPart && segment.entries.size() > 1 ? "it holds a part of a message beside others" : "";
}

}  // namespace

void Outbox::reset() {
  const Ticket lastTicket = lastTicket_;
  *this = Outbox{batch_, log_};
  lastTicket_ = lastTicket;
}

Lane* Outbox::find(LaneId id) {
  const auto found = lanes_.find(id);
  return found == lanes_.end() ? nullptr : &found->second;
}

LaneId Outbox::open(const std::string& conversationId) {
  const auto [found, isNew] = laneIds_.try_emplace(conversationId, nextLane_);
  if (isNew) {
    Lane& lane = lanes_[nextLane_++];
    lane.conversationId = conversationId;
    lane.batchLimit = batch_.maxMessages;
    lane.readSegments = log_.firstRead;
  }
  return found->second;
}

void Outbox::adopt(Lane& lane, const StoredSegment& stored, const ParkedLedger& parked,
                   std::vector<Damage>& damaged) {
  setReach(lane, stored.key, std::max(lane.knownTo, stored.key));
  Result<Segment> read = decodeSegment(stored.bytes);
  if (std::string fault = faultOf(read, lane); !fault.empty()) {
    dropUnfinished(lane, damaged);
    HOLDFAST_PROBE(RecordDamaged);
    damaged.push_back({stored.key, std::move(fault)});
    return;
  }
  Segment& segment = read.value();
  // The records of a message follow each other in their lane.
  if (lane.unfinished && segment.entries.front().part == 0) dropUnfinished(lane, damaged);
  const auto writer = std::make_shared<const std::string>(std::move(segment.writer));
  const std::size_t settled = lane.partlySettled == stored.key ? lane.settledEntries : 0;
  if (settled > 0) HOLDFAST_PROBE(ReadFromWithinARecord);
  lane.records.push_back(stored.key);
  for (std::size_t i = std::min(settled, segment.entries.size()); i < segment.entries.size(); ++i) {
    SegmentEntry& entry = segment.entries[i];
    if (entry.parts > 1 && !joinParts(lane, entry)) {
      HOLDFAST_PROBE(PartOutOfPlace);
      lane.records.pop_back();
      dropUnfinished(lane, damaged);
      damaged.push_back({stored.key, "it holds a part of a message whose other parts are missing"});
      return;
    }
    if (entry.part + 1 < entry.parts) {
      ++lane.unfinishedRecords;
      continue;
    }
    lane.unfinishedRecords = 0;
    setBehind(lane, lane.behind - std::min(lane.behind, entry.kind == EntryKind::Message ? 1U : 0U));
    addEntry(lane, stored.key, writer, std::move(entry), parked);
  }
}

void Outbox::addEntry(Lane& lane, SegmentKey key, const std::shared_ptr<const std::string>& writer,
                      SegmentEntry entry, const ParkedLedger& parked) {
  LaneEntry added{key,
                  entry.kind,
                  writer,
                  entry.seq,
                  entry.queuedAt,
                  std::move(entry.messageId),
                  std::move(entry.payload)};
  if (added.kind == EntryKind::Message) {
    ++loaded_;
    for (Lane::Renumbering& renumbering : lane.renumberings) {
      if (renumbering.from != *added.writer) continue;
      HOLDFAST_PROBE(RenumberedAsRead);
      added.writer = renumbering.to;
      added.seq = ++renumbering.count;
      break;
    }
  }
  windowBytes_ += added.bytes();
  const bool isBuried = added.kind == EntryKind::Message && parked.isBuried(added.messageId, key);
  lane.entries.push_back(std::move(added));
  if (isBuried) {
    HOLDFAST_PROBE(BuriedAsRead);
    bury(lane, lane.entries.size() - 1);
  }
}

bool Outbox::joinParts(Lane& lane, SegmentEntry& entry) {
  if (entry.part == 0) {
    lane.unfinished = entry;
    return true;
  }
  if (!lane.unfinished || lane.unfinished->messageId != entry.messageId ||
      lane.unfinished->parts != entry.parts || lane.unfinished->part + 1 != entry.part) {
    return false;
  }
  lane.unfinished->payload += entry.payload;
  lane.unfinished->part = entry.part;
  if (entry.part + 1 == entry.parts) {
    HOLDFAST_PROBE(MessageJoined);
    entry = std::move(*lane.unfinished);
    lane.unfinished = std::nullopt;
  }
  return true;
}

void Outbox::dropUnfinished(Lane& lane, std::vector<Damage>& damaged) {
  for (; lane.unfinishedRecords > 0; --lane.unfinishedRecords) {
    HOLDFAST_PROBE(PartsDropped);
    damaged.push_back({lane.records.back(), "the other parts of its message are missing"});
    lane.records.pop_back();
  }
  lane.unfinished = std::nullopt;
}

void Outbox::forgetUnfinished(Lane& lane) {
  SegmentKey readTo = lane.readTo;
  for (; lane.unfinishedRecords > 0; --lane.unfinishedRecords) {
    HOLDFAST_PROBE(PartsForgotten);
    readTo = lane.records.back() - 1;
    lane.records.pop_back();
  }
  lane.unfinished = std::nullopt;
  setReach(lane, readTo, lane.knownTo);
}

void Outbox::announce(Lane& lane, SegmentKey key, std::uint32_t messages) {
  if (key <= lane.readTo) return;
  setReach(lane, lane.readTo, std::max(lane.knownTo, key));
  setBehind(lane, lane.behind + messages);
}

ReadLane Outbox::beginRead(LaneId id) {
  Lane& lane = lanes_.at(id);
  lane.reading = ++lastTicket_;
  lane.readingTo = lane.knownTo;
  reads_[*lane.reading] = id;
  return {*lane.reading, lane.conversationId, lane.readTo, lane.readSegments,
          static_cast<std::uint32_t>(log_.laneBytes)};
}

std::optional<LaneId> Outbox::endRead(const LaneRead& read, const ParkedLedger& parked,
                                      std::vector<Damage>& damaged) {
  const auto found = reads_.find(read.ticket);
  if (found == reads_.end()) return std::nullopt;
  const LaneId id = found->second;
  reads_.erase(found);
  Lane& lane = lanes_.at(id);
  lane.reading = std::nullopt;
  if (read.failed) forgetUnfinished(lane);
  std::size_t bytes = 1;
  for (const StoredSegment& stored : read.segments) {
    if (stored.key <= lane.readTo) continue;
    bytes += stored.bytes.size();
    adopt(lane, stored, parked, damaged);
  }
  if (read.reachedEnd && !read.failed) {
    // The parts of a message are written in one transaction: those that are not here now never come.
    dropUnfinished(lane, damaged);
    setReach(lane, std::max(lane.readTo, lane.readingTo), std::max(lane.knownTo, lane.readingTo));
  }
  const std::size_t fitting = log_.laneBytes * (read.segments.size() + 1) / bytes;
  lane.readSegments =
      static_cast<std::uint32_t>(std::clamp<std::size_t>(fitting, log_.firstRead, log_.maxRead));
  return id;
}

void Outbox::close(LaneId id) {
  Lane& lane = lanes_.at(id);
  setReach(lane, lane.knownTo, lane.knownTo);
  laneIds_.erase(lane.conversationId);
  lanes_.erase(id);
}

void Outbox::beginBatch(Lane& lane) {
  lane.inFlight = lane.nextBatch(batch_);
  inFlight_ += liveCount(lane, lane.inFlight);
}

void Outbox::takeBack(Lane& lane) {
  inFlight_ -= liveCount(lane, lane.inFlight);
  lane.inFlight = 0;
}

std::vector<SegmentKey> Outbox::settleBatch(LaneId id) {
  Lane& lane = lanes_.at(id);
  inFlight_ -= liveCount(lane, lane.inFlight);
  std::vector<SegmentKey> settled;
  for (; lane.inFlight > 0; --lane.inFlight) {
    const LaneEntry& entry = lane.entries.front();
    const SegmentKey record = entry.segment;
    windowBytes_ -= entry.bytes();
    if (entry.kind == EntryKind::Message && !entry.tombstone) --loaded_;
    lane.entries.pop_front();
    lane.settledEntries = lane.partlySettled == record ? lane.settledEntries + 1 : 1;
    lane.partlySettled = record;
    if (!lane.entries.empty() && lane.entries.front().segment == record) continue;
    for (; !lane.records.empty() && lane.records.front() <= record; lane.records.pop_front())
      settled.push_back(lane.records.front());
  }
  return settled;
}

Seq Outbox::renumber(LaneId id, const std::string& writer, const std::string& freshWriter) {
  Lane& lane = lanes_.at(id);
  Lane::Renumbering renumbering{writer, std::make_shared<const std::string>(freshWriter)};
  // What was numbered anew before is known to the log under the writer that it had at first.
  for (const Lane::Renumbering& earlier : lane.renumberings) {
    if (*earlier.to != writer) continue;
    HOLDFAST_PROBE(RenumberedAgain);
    renumbering.from = earlier.from;
  }
  for (LaneEntry& entry : lane.entries) {
    if (entry.kind != EntryKind::Message || *entry.writer != writer) continue;
    entry.writer = renumbering.to;
    entry.seq = ++renumbering.count;
  }
  std::erase_if(lane.renumberings,
                [&](const Lane::Renumbering& other) { return other.from == renumbering.from; });
  lane.renumberings.push_back(std::move(renumbering));
  return lane.renumberings.back().count;
}

std::string Outbox::bury(Lane& lane, std::size_t at) {
  LaneEntry& entry = lane.entries[at];
  entry.tombstone = true;
  --loaded_;
  if (at < lane.inFlight) --inFlight_;
  windowBytes_ -= entry.payload.size();
  return std::exchange(entry.payload, {});
}

void Outbox::shrink() {
  while (isFull()) {
    Lane* largest = nullptr;
    std::size_t most = 0;
    for (auto& [id, lane] : lanes_) {
      const std::size_t bytes = lane.bytes();
      if (lane.inFlight > 0 || lane.reading || lane.entries.empty() || bytes <= most) continue;
      largest = &lane;
      most = bytes;
    }
    if (largest == nullptr) return;
    putOut(*largest);
  }
}

void Outbox::putOut(Lane& lane) {
  HOLDFAST_PROBE(LanePutOut);
  const std::uint32_t live = liveCount(lane, lane.entries.size());
  const SegmentKey first = lane.records.front();
  windowBytes_ -= lane.bytes();
  loaded_ -= live;
  // The log knows the old numbers: when the entries are read again they get the same new ones.
  for (Lane::Renumbering& renumbering : lane.renumberings) {
    renumbering.count -=
        static_cast<Seq>(std::count_if(lane.entries.begin(), lane.entries.end(), [&](const LaneEntry& entry) {
          return entry.writer == renumbering.to;
        }));
  }
  lane.entries.clear();
  forgetUnfinished(lane);
  lane.records.clear();
  setReach(lane, first - 1, lane.knownTo);
  setBehind(lane, lane.behind + live);
}

void Outbox::setReach(Lane& lane, SegmentKey readTo, SegmentKey knownTo) {
  if (lane.more()) --lanesBehind_;
  lane.readTo = readTo;
  lane.knownTo = knownTo;
  if (lane.more()) ++lanesBehind_;
  if (!lane.more()) setBehind(lane, 0);
}

void Outbox::setBehind(Lane& lane, std::uint32_t messages) {
  behind_ = behind_ - lane.behind + messages;
  lane.behind = messages;
}

}  // namespace holdfast
