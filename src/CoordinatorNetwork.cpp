// The coordinator's dealings with the backend: batches out, answers in.
#include <algorithm>
#include <utility>

#include "Coordinator.h"
#include "codec/AppendBody.h"
#include "codec/AppendCodec.h"
#include "codec/ConversationCodec.h"
#include "codec/RetryAfter.h"
#include "common/Probe.h"
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
    const LaneEntry& entry = lane.entries[i];
    if (entry.kind == EntryKind::Message && !entry.tombstone) ids.push_back(entry.messageId);
  }
  return ids;
}

}  // namespace

SendBatch Core::Coordinator::compose(const Lane& lane, std::size_t count) const {
  const LaneEntry& first = lane.entries.front();
  if (first.kind == EntryKind::Creation) return {0, Route::Create, lane.conversationId, false, first.payload};
  std::size_t itemBytes = 0;
  for (std::size_t i = 0; i < count; ++i)
    itemBytes += lane.entries[i].payload.size() + codec::AppendBody::kItemBytes;
  codec::AppendBody body{lane.conversationId, *first.writer, itemBytes};
  for (std::size_t i = 0; i < count; ++i) {
    const LaneEntry& entry = lane.entries[i];
    entry.tombstone ? body.addTombstone(entry.seq) : body.addMessage(entry.seq, entry.payload);
  }
  return {0, Route::Append, {}, false, std::move(body).finish()};
}

void Core::Coordinator::send(LaneId id) {
  Lane& lane = *outbox_.find(id);
  outbox_.beginBatch(lane);
  SendBatch batch = compose(lane, lane.inFlight);
  const Delivery::Flight& flight = delivery_.launch(id, batch.body.size(), now_);
  batch.request = flight.request;
  if (flight.isRetry) ++metrics_.retryAttempts;
  report(SyncState::Sending, lane.conversationId, inFlightIds(lane));
  effects_.push_back(std::move(batch));
  readAhead(id);
}

std::optional<Error> Core::Coordinator::on(PageHidden&) {
  closeGroup();
  if (!leader_) return std::nullopt;
  std::size_t requests = 0;
  std::size_t bytes = 0;
  outbox_.forEach([&](LaneId id, const Lane& lane) {
    if (lane.entries.empty() || delivery_.hasFailed(id) || requests == config_.batch.maxPartingRequests)
      return;
    SendBatch batch = compose(lane, std::max<std::size_t>(1, lane.nextBatch(config_.batch)));
    if (bytes + batch.body.size() > config_.batch.maxPartingBytes) {
      HOLDFAST_PROBE(PartingRequestTooLarge);
      return;
    }
    const std::optional<RequestId> request = delivery_.launchParting(now_);
    if (!request) return;
    ++requests;
    bytes += batch.body.size();
    batch.request = *request;
    batch.keepalive = true;
    HOLDFAST_PROBE(PartingRequest);
    effects_.push_back(std::move(batch));
  });
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ResponseArrived& event) {
  const std::optional<Delivery::Flight> flight = delivery_.land(event.request);
  if (!flight) {
    HOLDFAST_PROBE(AnswerTooLate);
    return std::nullopt;
  }
  Lane& lane = *outbox_.find(flight->lane);
  if (classification_.verdictOf(event.status) == Verdict::Accepted) {
    batchAnswered(*flight, lane, event.body);
    return std::nullopt;
  }
  if (const auto until = codec::decodeRetryAfter(event.retryAfter, now_)) delivery_.closeGate(*until, now_);
  answerRefused(*flight, lane, codec::decodeProblem(event.status, event.body));
  return std::nullopt;
}

void Core::Coordinator::batchAnswered(const Delivery::Flight& flight, Lane& lane, const std::string& body) {
  if (lane.entries.front().kind == EntryKind::Creation) {
    if (codec::isConversation(body, lane.conversationId)) {
      effects_.push_back(ReportConversation{SyncState::Synced, lane.conversationId, body, {}, {}});
      settle(flight, {});
    } else {
      attemptFailed(flight, "the backend's answer is about no conversation, or about another one");
    }
    return;
  }
  const Result<AppendAnswer> answer = codec::decodeAppendAnswer(body);
  if (!answer) {
    HOLDFAST_PROBE(AnswerMadeNoSense);
    attemptFailed(flight, answer.error().detail);
  } else if (!answersTo(answer.value(), lane)) {
    HOLDFAST_PROBE(AnswerToOthers);
    attemptFailed(flight, "the backend's answer is about other messages than those that were sent");
  } else {
    batchAccepted(flight, lane, answer.value());
  }
}

std::optional<Error> Core::Coordinator::on(RequestFailed& event) {
  if (const auto flight = delivery_.land(event.request)) attemptFailed(*flight, event.reason);
  outbox_.shrink();
  return std::nullopt;
}

void Core::Coordinator::giveUpOverdue() {
  for (const RequestId request : delivery_.overdue(now_)) {
    const std::optional<Delivery::Flight> flight = delivery_.land(request);
    HOLDFAST_PROBE(AttemptOverdue);
    effects_.push_back(AbortRequest{request});
    attemptFailed(*flight, "the backend did not answer in time");
  }
  outbox_.shrink();
}

void Core::Coordinator::answerRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  // The sequence is between the protocol's two sides, whatever is said of other conflicts.
  const bool misplaced =
      problem.status == 409 && (problem.code == "sequence-gap" || problem.code == "sequence-conflict");
  switch (misplaced ? Verdict::OutOfOrder : classification_.verdictOf(problem.status)) {
    case Verdict::Unauthorized:
      takeBack(lane, describe(problem));
      if (!delivery_.unauthorized(flight, now_)) {
        HOLDFAST_PROBE(UnauthorizedTwice);
        effects_.push_back(ReportError{"unauthorized", "Nothing is sent until resume() is called, since " +
                                                           lastError_ + ", twice in a row."});
      }
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
  outbox_.shrink();
}

void Core::Coordinator::attemptFailed(const Delivery::Flight& flight, std::string reason) {
  Lane& lane = *outbox_.find(flight.lane);
  takeBack(lane, std::move(reason));
  lane.batchLimit = std::min(lane.batchLimit, config_.batch.maxMessages);
  delivery_.failed(flight, now_);
  parkAged(lane);
}

void Core::Coordinator::takeBack(Lane& lane, std::string reason) {
  ++metrics_.failedSyncs;
  lastError_ = std::move(reason);
  report(SyncState::Saved, lane.conversationId, inFlightIds(lane));
  outbox_.takeBack(lane);
}

void Core::Coordinator::batchAccepted(const Delivery::Flight& flight, Lane& lane,
                                      const AppendAnswer& answer) {
  ReportMessages synced{SyncState::Synced, lane.conversationId, {}, {}, {}, {}};
  Parking parking;
  for (std::size_t i = 0; i < lane.inFlight; ++i) {
    const AppendResult& result = answer.results[i];
    if (lane.entries[i].tombstone) continue;
    if (result.status == AppendStatus::Rejected) {
      park(lane, i, 1, result.problem.value_or(Problem{422, "rejected", "the backend rejected the message"}),
           parking);
    } else if (result.status == AppendStatus::Skipped) {
      HOLDFAST_PROBE(SkippedAlive);
      // It was parked then, by a tab that may have taken the knowledge of it along.
      park(lane, i, 1,
           Problem{409, "skipped", "its place was given up before, as of a message that is parked"}, parking);
    } else {
      synced.messageIds.push_back(lane.entries[i].messageId);
      synced.positions.push_back(result.position.value_or(0));
    }
  }
  metrics_.successfulSyncs += synced.messageIds.size();
  if (!synced.messageIds.empty()) effects_.push_back(std::move(synced));
  lane.batchLimit =
      std::min(lane.batchLimit * 2, std::max(config_.batch.maxMessages, config_.batch.maxBacklogMessages));
  settle(flight, std::move(parking));
}

void Core::Coordinator::batchRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  const std::size_t count = lane.inFlight;
  const bool nowhereToPut = problem.code == "conversation-not-found";
  if (count > 1 && !nowhereToPut) {
    HOLDFAST_PROBE(BatchHalved);
    takeBack(lane, describe(problem));
    lane.batchLimit = count / 2;
    delivery_.refused(flight, now_);
    return;
  }
  ++metrics_.failedSyncs;
  lastError_ = describe(problem);
  if (lane.entries.front().kind == EntryKind::Creation) {
    HOLDFAST_PROBE(CreationRefused);
    effects_.push_back(
        ReportConversation{SyncState::Parked, lane.conversationId, {}, problem.code, lastError_});
    settle(flight, {});
    return;
  }
  const bool placeIsRefusedToo = lane.entries.front().tombstone;
  if (nowhereToPut) HOLDFAST_PROBE(ConversationGone);
  if (placeIsRefusedToo) HOLDFAST_PROBE(TombstoneRefused);
  Parking parking;
  park(lane, 0, count, problem, parking);
  if (nowhereToPut || placeIsRefusedToo) {
    settle(flight, std::move(parking));
    return;
  }
  keep(std::move(parking));
  outbox_.takeBack(lane);
  delivery_.refused(flight, now_);
}

void Core::Coordinator::batchMisplaced(const Delivery::Flight& flight, Lane& lane, const Problem& problem) {
  takeBack(lane, describe(problem));
  const std::string writer = *lane.entries.front().writer;
  const Seq count = outbox_.renumber(flight.lane, writer, sequencer_.freshWriter());
  if (sequencer_.counts(lane.conversationId, writer)) {
    HOLDFAST_PROBE(WriterRestarted);
    sequencer_.restart(lane.conversationId, sequencer_.freshWriter());
  }
  effects_.push_back(
      ReportError{problem.code, "In one conversation " + std::to_string(count) +
                                    " messages were numbered again, and are sent in their order, since " +
                                    lastError_ + "."});
  delivery_.misplaced(flight, now_);
}

void Core::Coordinator::park(Lane& lane, std::size_t first, std::size_t count, const Problem& problem,
                             Parking& parking) {
  ReportMessages reported{SyncState::Parked, lane.conversationId, {}, {}, problem.code, problem.title};
  if (!problem.detail.empty()) reported.reason = problem.detail;
  for (std::size_t i = first; i < first + count; ++i) {
    LaneEntry& entry = lane.entries[i];
    if (entry.tombstone) continue;
    parking.settled.park.push_back({lane.conversationId, entry.messageId, outbox_.bury(lane, i), problem.code,
                                    reported.reason, entry.segment});
    parked_.park(entry.messageId, entry.segment);
    reported.messageIds.push_back(entry.messageId);
  }
  if (!reported.messageIds.empty()) parking.reports.push_back(std::move(reported));
}

void Core::Coordinator::keep(Parking parking) {
  SettleSegments& settled = parking.settled;
  if (settled.keys.empty() && settled.park.empty()) return;
  effects_.push_back(std::move(settled));
  for (ReportMessages& report : parking.reports) effects_.push_back(std::move(report));
}

void Core::Coordinator::parkAged(Lane& lane) {
  std::size_t aged = 0;
  if (lane.entries.front().kind == EntryKind::Creation) return;
  while (aged < lane.entries.size() && lane.entries[aged].kind == EntryKind::Message &&
         now_ - lane.entries[aged].queuedAt > config_.timeout.maxAge) {
    ++aged;
  }
  if (aged > 0) HOLDFAST_PROBE(MessageTooOld);
  Parking parking;
  park(lane, 0, aged, Problem{408, "expired", "the message could not be delivered for 7 days"}, parking);
  keep(std::move(parking));
}

void Core::Coordinator::settle(const Delivery::Flight& flight, Parking parking) {
  parking.settled.keys = outbox_.settleBatch(flight.lane);
  parking.settled.unpark = parked_.recordsAreGone(parking.settled.keys);
  if (!parking.settled.unpark.empty()) HOLDFAST_PROBE(DiscardedForgotten);
  keep(std::move(parking));
  lastError_.clear();
  delivery_.accepted(flight, now_);
  if (!closeIfSpent(flight.lane)) delivery_.addLane(flight.lane, now_);
}

}  // namespace holdfast
