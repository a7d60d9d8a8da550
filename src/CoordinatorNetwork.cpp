// The coordinator's dealings with the backend: batches out, answers in.
#include <algorithm>
#include <utility>

#include "Coordinator.h"
#include "codec/AppendBody.h"
#include "codec/AppendCodec.h"
#include "codec/RetryAfter.h"
#include "retry/Classification.h"

namespace holdfast {

namespace {

std::string describe(const Problem& problem) {
  std::string text = "the backend answered " + std::to_string(problem.status) + ": " + problem.title;
  if (!problem.detail.empty()) text += " (" + problem.detail + ")";
  return text;
}

/// True where the answer speaks of exactly the entries that were sent.
bool answersTo(const AppendAnswer& answer, const Lane& lane) {
  if (answer.conversationId != lane.conversationId || answer.results.size() != lane.inFlight) return false;
  for (std::size_t i = 0; i < lane.inFlight; ++i) {
    if (answer.results[i].seq != lane.entries[i].seq) return false;
  }
  return answer.writer == *lane.entries.front().writer;
}

std::vector<std::string> inFlightIds(const Lane& lane) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < lane.inFlight; ++i) {
    if (!lane.entries[i].tombstone) ids.push_back(lane.entries[i].messageId);
  }
  return ids;
}

}  // namespace

void Core::Coordinator::send(LaneId laneId) {
  Lane& lane = *outbox_.find(laneId);
  outbox_.beginBatch(lane);
  codec::AppendBody body{lane.conversationId, *lane.entries.front().writer};
  for (std::size_t i = 0; i < lane.inFlight; ++i) {
    const LaneEntry& entry = lane.entries[i];
    entry.tombstone ? body.addTombstone(entry.seq) : body.addMessage(entry.seq, entry.payload);
  }
  std::string json = std::move(body).finish();
  const Delivery::Flight& flight = delivery_.launch(json.size(), now_);
  if (flight.isRetry) ++metrics_.retryAttempts;
  report(SyncState::Sending, lane.conversationId, inFlightIds(lane));
  effects_.push_back(SendBatch{flight.request, std::move(json)});
}

std::optional<Error> Core::Coordinator::on(ResponseArrived& event) {
  const std::optional<Delivery::Flight> flight = delivery_.land(event.request);
  if (!flight) return std::nullopt;
  Lane& lane = *outbox_.find(flight->lane);
  if (verdictOf(event.status) != Verdict::Accepted) {
    if (const auto until = codec::decodeRetryAfter(event.retryAfter, now_)) delivery_.closeGate(*until, now_);
    answerRefused(*flight, lane, codec::decodeProblem(event.status, event.body));
    return std::nullopt;
  }
  const Result<AppendAnswer> answer = codec::decodeAppendAnswer(event.body);
  if (!answer) {
    attemptFailed(*flight, answer.error().detail);
  } else if (!answersTo(answer.value(), lane)) {
    attemptFailed(*flight, "the backend's answer is about other messages than those that were sent");
  } else {
    batchAccepted(*flight, lane, answer.value());
  }
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(RequestFailed& event) {
  if (const auto flight = delivery_.land(event.request)) attemptFailed(*flight, event.reason);
  return std::nullopt;
}

void Core::Coordinator::giveUpOverdue() {
  for (const RequestId request : delivery_.overdue(now_)) {
    const std::optional<Delivery::Flight> flight = delivery_.land(request);
    effects_.push_back(AbortRequest{request});
    attemptFailed(*flight, "the backend did not answer in time");
  }
}

void Core::Coordinator::answerRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  const bool misplaced = problem.code == "sequence-gap" || problem.code == "sequence-conflict";
  switch (verdictOf(problem.status)) {
    case Verdict::Unauthorized:
      takeBack(lane, describe(problem));
      if (!delivery_.unauthorized(flight, now_)) effects_.push_back(ReportError{"unauthorized", lastError_});
      break;
    case Verdict::Paced:
      takeBack(lane, describe(problem));
      delivery_.paced(flight, now_);
      break;
    case Verdict::OutOfOrder:
      misplaced ? batchMisplaced(flight, lane, problem) : batchRefused(flight, lane, problem);
      break;
    case Verdict::Refused: batchRefused(flight, lane, problem); break;
    case Verdict::Accepted:
    case Verdict::Again: attemptFailed(flight, describe(problem)); break;
  }
}

void Core::Coordinator::attemptFailed(const Delivery::Flight& flight, std::string reason) {
  Lane& lane = *outbox_.find(flight.lane);
  takeBack(lane, std::move(reason));
  delivery_.failed(flight, now_);
  parkAged(lane);
}

void Core::Coordinator::takeBack(Lane& lane, std::string reason) {
  ++metrics_.failedSyncs;
  lastError_ = std::move(reason);
  report(SyncState::Saved, lane.conversationId, inFlightIds(lane));
  lane.inFlight = 0;
}

void Core::Coordinator::batchAccepted(const Delivery::Flight& flight, Lane& lane,
                                      const AppendAnswer& answer) {
  ReportMessages synced{SyncState::Synced, lane.conversationId, {}, {}, {}, {}};
  for (std::size_t i = 0; i < lane.inFlight; ++i) {
    const AppendResult& result = answer.results[i];
    if (lane.entries[i].tombstone) continue;
    if (result.status == AppendStatus::Rejected) {
      park(lane, i, 1, result.problem.value_or(Problem{422, "rejected", "the backend rejected the message"}));
    } else if (result.status != AppendStatus::Skipped) {
      // A message whose place was skipped before was parked then, and has been queued anew or discarded
      // since.
      synced.messageIds.push_back(lane.entries[i].messageId);
      synced.positions.push_back(result.position.value_or(0));
    }
  }
  metrics_.successfulSyncs += synced.messageIds.size();
  if (!synced.messageIds.empty()) effects_.push_back(std::move(synced));
  lane.batchLimit = std::min(lane.batchLimit * 2, config_.batch.maxMessages);
  settle(flight);
}

void Core::Coordinator::batchRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  const std::size_t count = lane.inFlight;
  const bool nowhereToPut = problem.code == "conversation-not-found";
  if (count > 1 && !nowhereToPut) {
    takeBack(lane, describe(problem));
    lane.batchLimit = count / 2;
    delivery_.refused(flight, now_);
    return;
  }
  ++metrics_.failedSyncs;
  lastError_ = describe(problem);
  const bool placeIsRefusedToo = lane.entries.front().tombstone;
  park(lane, 0, count, problem);
  if (nowhereToPut || placeIsRefusedToo) {
    settle(flight);
    return;
  }
  lane.inFlight = 0;
  delivery_.refused(flight, now_);
}

void Core::Coordinator::batchMisplaced(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  takeBack(lane, describe(problem));
  const std::string writer = *lane.entries.front().writer;
  const std::string fresh = sequencer_.freshWriter();
  const Seq count = outbox_.renumber(flight.lane, writer, fresh);
  if (sequencer_.counts(lane.conversationId, writer))
    sequencer_.restart(lane.conversationId, fresh, count + 1);
  effects_.push_back(
      ReportError{problem.code, lastError_ + "; " + std::to_string(count) +
                                    " messages were numbered again and will be sent in their order"});
  delivery_.misplaced(flight, now_);
}

void Core::Coordinator::park(Lane& lane, std::size_t first, std::size_t count, const Problem& problem) {
  SettleSegments keep;
  ReportMessages reported{SyncState::Parked, lane.conversationId, {}, {}, problem.code, problem.title};
  if (!problem.detail.empty()) reported.reason = problem.detail;
  for (std::size_t i = first; i < first + count; ++i) {
    LaneEntry& entry = lane.entries[i];
    if (entry.tombstone) continue;
    keep.park.push_back(
        {lane.conversationId, entry.messageId, outbox_.bury(entry), problem.code, reported.reason});
    parked_.insert(entry.messageId);
    reported.messageIds.push_back(entry.messageId);
  }
  if (keep.park.empty()) return;
  effects_.push_back(std::move(keep));
  effects_.push_back(std::move(reported));
}

void Core::Coordinator::parkAged(Lane& lane) {
  std::size_t aged = 0;
  while (aged < lane.entries.size() && now_ - lane.entries[aged].queuedAt > config_.timeout.maxAge) ++aged;
  park(lane, 0, aged, Problem{408, "expired", "the message could not be delivered for 7 days"});
}

void Core::Coordinator::settle(const Delivery::Flight& flight) {
  std::vector<SegmentKey> keys = outbox_.settleBatch(flight.lane);
  if (!keys.empty()) effects_.push_back(SettleSegments{std::move(keys), {}, {}});
  lastError_.clear();
  delivery_.accepted(flight, now_);
  if (outbox_.find(flight.lane) != nullptr) delivery_.addLane(flight.lane, now_);
}

}  // namespace holdfast
