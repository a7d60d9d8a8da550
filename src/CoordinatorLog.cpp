// The coordinator's dealings with the log: groups out, lanes in, leadership.
#include <utility>

#include "Coordinator.h"
#include "common/Probe.h"

namespace holdfast {

std::optional<Error> Core::Coordinator::on(TurnEnded&) {
  closeGroup();
  return std::nullopt;
}

void Core::Coordinator::closeGroup() {
  if (std::optional<AppendSegments> append = persistence_.closeGroup())
    effects_.push_back(std::move(*append));
}

std::optional<Error> Core::Coordinator::on(SegmentsAppended& event) {
  const std::optional<PersistenceService::Group> group = persistence_.finishGroup(event.ticket);
  if (!group) return std::nullopt;
  reportGroup(*group, event.durable);
  if (!leader_ || event.keys.size() != group->records.size()) return std::nullopt;
  const LogFrontier::Step step = frontier_.extend(event.keys.front(), event.keys.back());
  if (step == LogFrontier::Step::Known) return std::nullopt;
  if (step == LogFrontier::Step::Gap) HOLDFAST_PROBE(FrontierGap);
  for (std::size_t i = 0; i < event.keys.size(); ++i) takeIn(group->records[i], event.keys[i], step);
  return std::nullopt;
}

void Core::Coordinator::takeIn(const PersistenceService::Record& record, SegmentKey key,
                               LogFrontier::Step step) {
  const LaneId id = outbox_.open(record.conversationId);
  Lane& lane = *outbox_.find(id);
  const bool isNext = step == LogFrontier::Step::Next && !lane.more() && !lane.reading && key > lane.readTo;
  if (isNext && !outbox_.isFull() && !record.bytes.empty()) {
    std::vector<Outbox::Damage> damaged;
    outbox_.adopt(lane, {key, record.bytes}, parked_, damaged);
  } else {
    outbox_.announce(lane, key, static_cast<std::uint32_t>(record.messageIds.size()));
  }
  if (!closeIfSpent(id)) delivery_.addUrgentLane(id);
}

bool Core::Coordinator::closeIfSpent(LaneId id) {
  const Lane& lane = *outbox_.find(id);
  if (!lane.isSpent()) return false;
  frontier_.laneEnded(lane.conversationId, lane.readTo);
  outbox_.close(id);
  return true;
}

void Core::Coordinator::search() {
  if (const auto search = frontier_.nextSearch(config_.log.lanesPerSearch)) effects_.push_back(*search);
}

std::optional<Error> Core::Coordinator::on(LanesFound& event) {
  LogFrontier::Progress progress = frontier_.advance(event, config_.log.lanesPerSearch);
  if (!progress.answers) {
    HOLDFAST_PROBE(SearchTooLate);
    return std::nullopt;
  }
  if (event.failed) HOLDFAST_PROBE(SearchFailed);
  for (const FoundLane& found : event.lanes) {
    if (frontier_.isSettled(found)) {
      HOLDFAST_PROBE(SettledSinceSearch);
      continue;
    }
    const LaneId id = outbox_.open(found.conversationId);
    outbox_.announce(*outbox_.find(id), found.lastKey, 0);
    if (!closeIfSpent(id)) delivery_.addLane(id, now_);
  }
  if (progress.next) {
    HOLDFAST_PROBE(SearchContinued);
    effects_.push_back(std::move(*progress.next));
  }
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(LaneRead& event) {
  std::vector<Outbox::Damage> damaged;
  const std::optional<LaneId> id = outbox_.endRead(event, parked_, damaged);
  if (!id) return std::nullopt;
  const Lane& lane = *outbox_.find(*id);
  quarantine(lane, damaged);
  if (lane.entries.empty() && event.failed) {
    HOLDFAST_PROBE(ReadFailed);
    // The host looks again by and by: others have their turn meanwhile.
    frontier_.doubt();
    outbox_.close(*id);
    delivery_.dropLane(*id);
  } else if (lane.entries.empty() && lane.more()) {
    startRead(*id);
  } else if (closeIfSpent(*id)) {
    delivery_.dropLane(*id);
  } else {
    delivery_.loaded(*id, now_);
    // What could not be read is asked for again when its turn comes.
    if (!event.failed) readAhead(*id);
  }
  return std::nullopt;
}

void Core::Coordinator::readAhead(LaneId id) {
  const Lane& lane = *outbox_.find(id);
  if (lane.more() && !lane.reading && lane.entries.size() < 2 * lane.inFlight) startRead(id);
}

void Core::Coordinator::quarantine(const Lane& lane, const std::vector<Outbox::Damage>& damaged) {
  for (const Outbox::Damage& damage : damaged) {
    effects_.push_back(QuarantineSegment{damage.key, damage.reason});
    effects_.push_back(ReportError{std::string{nameOf(ErrorCode::DamagedSegment)},
                                   "Record " + std::to_string(damage.key) +
                                       " of the local log, filed under conversation " + lane.conversationId +
                                       ", was put into quarantine: " + damage.reason + "."});
  }
}

void Core::Coordinator::tidyParked() {
  if (!parked_.hasDiscarded() || !outbox_.isEmpty() || frontier_.uncertain()) return;
  HOLDFAST_PROBE(DiscardedTidied);
  effects_.push_back(SettleSegments{{}, {}, parked_.forgetDiscarded()});
}

std::optional<Error> Core::Coordinator::on(LogChanged& event) {
  if (!leader_) return std::nullopt;
  if (event.conversationIds.empty()) {
    frontier_.searchAgain();
    return std::nullopt;
  }
  const SegmentKey lastKey = event.firstKey + event.conversationIds.size() - 1;
  if (frontier_.extend(event.firstKey, lastKey) == LogFrontier::Step::Known) return std::nullopt;
  SegmentKey key = event.firstKey;
  for (const std::string& conversationId : event.conversationIds) {
    const LaneId id = outbox_.open(conversationId);
    outbox_.announce(*outbox_.find(id), key++, 0);
    if (!closeIfSpent(id)) delivery_.addUrgentLane(id);
  }
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(LeadershipChanged& event) {
  if (leader_ == event.leader) return std::nullopt;
  leader_ = event.leader;
  if (leader_) return std::nullopt;
  for (const RequestId request : delivery_.standDown()) effects_.push_back(AbortRequest{request});
  outbox_.reset();
  frontier_.reset();
  return std::nullopt;
}

void Core::Coordinator::reportGroup(const PersistenceService::Group& group, bool durable) {
  const SyncState state = durable ? SyncState::Saved : SyncState::Queued;
  const std::string code = durable ? "" : "storage-unavailable";
  const std::string reason = durable ? "" : "the browser's storage failed; it is held in memory";
  for (const PersistenceService::Record& record : group.records) {
    if (record.creates)
      effects_.push_back(ReportConversation{state, record.conversationId, {}, code, reason});
    if (record.messageIds.empty()) continue;
    effects_.push_back(ReportMessages{state, record.conversationId, record.messageIds, {}, code, reason});
  }
}

}  // namespace holdfast
