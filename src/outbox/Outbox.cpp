#include "outbox/Outbox.h"

#include <algorithm>
#include <utility>

namespace holdfast {

std::vector<LaneId> Outbox::adopt(SegmentKey key, Segment segment,
                                  const std::unordered_set<std::string>& parked) {
  std::vector<LaneId> grown;
  const auto writer = std::make_shared<const std::string>(std::move(segment.writer));
  unsettled_[key] = segment.entries.size();
  for (SegmentEntry& entry : segment.entries) {
    const LaneId id = laneOf(entry.conversationId);
    if (std::find(grown.begin(), grown.end(), id) == grown.end()) grown.push_back(id);
    LaneEntry added{
        key, writer, entry.seq, entry.queuedAt, std::move(entry.messageId), std::move(entry.payload)};
    windowBytes_ += added.payload.size();
    ++messages_;
    if (parked.contains(added.messageId)) bury(added);
    lanes_.at(id).entries.push_back(std::move(added));
  }
  return grown;
}

Lane* Outbox::find(LaneId id) {
  const auto found = lanes_.find(id);
  return found == lanes_.end() ? nullptr : &found->second;
}

void Outbox::beginBatch(Lane& lane) const {
  const std::string& writer = *lane.entries.front().writer;
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const LaneEntry& entry : lane.entries) {
    bytes += entry.payload.size();
    const bool full = count == lane.batchLimit || bytes > config_.maxBytes;
    if (count > 0 && (full || *entry.writer != writer)) break;
    ++count;
  }
  lane.inFlight = count;
}

std::vector<SegmentKey> Outbox::settleBatch(LaneId id) {
  Lane& lane = lanes_.at(id);
  std::vector<SegmentKey> settled;
  for (; lane.inFlight > 0; --lane.inFlight) {
    LaneEntry& entry = lane.entries.front();
    windowBytes_ -= entry.payload.size();
    if (!entry.tombstone) --messages_;
    const auto left = unsettled_.find(entry.segment);
    if (--left->second == 0) {
      settled.push_back(entry.segment);
      unsettled_.erase(left);
    }
    lane.entries.pop_front();
  }
  if (lane.entries.empty()) {
    laneIds_.erase(lane.conversationId);
    lanes_.erase(id);
  }
  return settled;
}

Seq Outbox::renumber(LaneId id, const std::string& writer, const std::string& freshWriter) {
  const auto fresh = std::make_shared<const std::string>(freshWriter);
  Seq count = 0;
  for (LaneEntry& entry : lanes_.at(id).entries) {
    if (*entry.writer != writer) continue;
    entry.writer = fresh;
    entry.seq = ++count;
  }
  return count;
}

std::uint32_t Outbox::inFlight() const {
  std::size_t count = 0;
  for (const auto& [id, lane] : lanes_) {
    const auto end = lane.entries.begin() + static_cast<std::ptrdiff_t>(lane.inFlight);
    count += static_cast<std::size_t>(
        std::count_if(lane.entries.begin(), end, [](const LaneEntry& entry) { return !entry.tombstone; }));
  }
  return static_cast<std::uint32_t>(count);
}

std::string Outbox::bury(LaneEntry& entry) {
  entry.tombstone = true;
  --messages_;
  windowBytes_ -= entry.payload.size();
  return std::exchange(entry.payload, {});
}

LaneId Outbox::laneOf(const std::string& conversationId) {
  const auto [found, isNew] = laneIds_.try_emplace(conversationId, nextLane_);
  if (isNew) lanes_.emplace(nextLane_++, Lane{conversationId, {}, 0, config_.maxMessages});
  return found->second;
}

}  // namespace holdfast
