// The coordinator's dealings with the log: groups out, records in, leadership.
#include <utility>

#include "Coordinator.h"

namespace holdfast {

namespace {

/// Packs a group into records: one writer each, below the size at which browsers treat values differently.
std::vector<Segment> packSegments(const std::vector<PendingMessage>& messages, std::size_t maxBytes) {
  std::vector<Segment> segments;
  std::size_t bytes = 0;
  for (const PendingMessage& message : messages) {
    SegmentEntry entry{message.seq, message.queuedAt, message.conversationId, message.messageId,
                       message.payload};
    const std::size_t size = encodedSize(entry);
    if (segments.empty() || segments.back().writer != message.writer || bytes + size > maxBytes) {
      segments.push_back({message.writer, {}});
      bytes = 0;
    }
    bytes += size;
    segments.back().entries.push_back(std::move(entry));
  }
  return segments;
}

}  // namespace

std::optional<Error> Core::Coordinator::on(TurnEnded&) {
  const PersistenceService::Group* group = persistence_.closeGroup();
  if (group == nullptr) return std::nullopt;
  AppendSegments append{group->ticket, {}, group->unpark};
  for (const Segment& segment : packSegments(group->messages, config_.log.maxSegmentBytes)) {
    append.segments.push_back(encodeSegment(segment));
  }
  effects_.push_back(std::move(append));
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(SegmentsAppended& event) {
  std::optional<PersistenceService::Group> group = persistence_.finishGroup(event.ticket);
  if (!group) return std::nullopt;
  durable_ = event.durable;
  reportGroup(event.durable ? SyncState::Saved : SyncState::Queued, group->messages,
              event.durable ? "" : "storage-unavailable");
  adoptOwn(event, group->messages);
  return std::nullopt;
}

void Core::Coordinator::adoptOwn(const SegmentsAppended& event, const std::vector<PendingMessage>& messages) {
  std::vector<Segment> segments = packSegments(messages, config_.log.maxSegmentBytes);
  const bool adoptable = leader_ && !windowIsFull() && segments.size() == event.keys.size();
  for (std::size_t i = 0; i < event.keys.size(); ++i) {
    if (!adoptable || !cursor_.follows(event.keys[i])) {
      cursor_.moreMayFollow();
      return;
    }
    adopt(event.keys[i], std::move(segments[i]));
  }
}

std::optional<Error> Core::Coordinator::on(SegmentsRead& event) {
  if (!cursor_.finishRead(event)) return std::nullopt;
  for (const StoredSegment& stored : event.segments) {
    if (!cursor_.isNew(stored.key)) continue;
    Result<Segment> segment = decodeSegment(stored.bytes);
    if (!segment) {
      cursor_.adopted(stored.key);
      effects_.push_back(ReportError{std::string{nameOf(segment.error().code)},
                                     "record " + std::to_string(stored.key) +
                                         " of the local log was passed over: " + segment.error().detail});
      continue;
    }
    adopt(stored.key, std::move(segment).value());
  }
  return std::nullopt;
}

void Core::Coordinator::adopt(SegmentKey key, Segment segment) {
  cursor_.adopted(key);
  for (const LaneId lane : outbox_.adopt(key, std::move(segment), parked_)) delivery_.addLane(lane, now_);
}

std::optional<Error> Core::Coordinator::on(LogChanged&) {
  cursor_.moreMayFollow();
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(LeadershipChanged& event) {
  if (leader_ == event.leader) return std::nullopt;
  leader_ = event.leader;
  if (leader_) return std::nullopt;
  for (const RequestId request : delivery_.standDown()) effects_.push_back(AbortRequest{request});
  outbox_ = Outbox{config_.batch};
  cursor_ = LogCursor{};
  return std::nullopt;
}

void Core::Coordinator::reportGroup(SyncState state, const std::vector<PendingMessage>& messages,
                                    const std::string& code) {
  std::size_t first = 0;
  while (first < messages.size()) {
    ReportMessages reported{state, messages[first].conversationId, {}, {}, code, {}};
    if (!code.empty()) reported.reason = "the browser's storage failed; the message is held in memory";
    for (; first < messages.size() && messages[first].conversationId == reported.conversationId; ++first) {
      reported.messageIds.push_back(messages[first].messageId);
    }
    effects_.push_back(std::move(reported));
  }
}

}  // namespace holdfast
