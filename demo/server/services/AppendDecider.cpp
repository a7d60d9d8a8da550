#include "services/AppendDecider.h"

#include <string>

#include "repositories/StorageError.h"

namespace holdfast::server {

namespace {

std::string idOf(const AppendItem& item) {
  if (const auto* message = std::get_if<Message>(&item.body)) return message->id;
  if (const auto* unacceptable = std::get_if<Unacceptable>(&item.body)) return unacceptable->id;
  return {};
}

Problem problemOf(const Unacceptable& unacceptable) {
  const Error& reason = unacceptable.reason;
  const bool tooLarge = reason.code == ErrorCode::MessageTooLarge;
  return {tooLarge ? 413 : 422, std::string{nameOf(reason.code)},
          tooLarge ? "The message is too large" : "The message is not acceptable", reason.detail,
          reason.field};
}

Problem sequenceGap(Seq expected, Seq received) {
  return {409,
          "sequence-gap",
          "A message before this one is missing",
          "expected seq " + std::to_string(expected) + ", received " + std::to_string(received),
          "",
          expected,
          received};
}

Problem sequenceConflict(Seq seq, Seq expected, const std::string& decidedId) {
  return {409,
          "sequence-conflict",
          "This seq was used for another message",
          "seq " + std::to_string(seq) + " belongs to the message " + decidedId,
          "",
          expected,
          seq};
}

Problem idTaken(const std::string& id) {
  return {422, "id-taken", "This message id is used in another conversation",
          "the id " + id + " is that of a message of another conversation", "id"};
}

}  // namespace

AppendOutcome AppendDecider::decide() {
  last_ = messages_.lastSeq(request_.conversationId, request_.writer);
  for (const AppendItem& item : request_.messages) {
    outcome_.stoppedBy = decideItem(item);
    if (outcome_.stoppedBy) break;
  }
  outcome_.answer.conversationId = request_.conversationId;
  outcome_.answer.writer = request_.writer;
  outcome_.answer.nextSeq = last_ + 1;
  return std::move(outcome_);
}

std::optional<Problem> AppendDecider::decideItem(const AppendItem& item) {
  if (item.seq > last_ + 1) return sequenceGap(last_ + 1, item.seq);
  if (item.seq <= last_) return repeatDecision(item);
  decideNext(item);
  return std::nullopt;
}

std::optional<Problem> AppendDecider::repeatDecision(const AppendItem& item) {
  const auto decision = messages_.findDecision(request_.conversationId, request_.writer, item.seq);
  if (!decision) return sequenceGap(last_ + 1, item.seq);
  const bool tombstone = std::holds_alternative<Tombstone>(item.body);
  const std::string id = idOf(item);
  if (!tombstone && !decision->messageId.empty() && decision->messageId != id) {
    return sequenceConflict(item.seq, last_ + 1, decision->messageId);
  }
  AppendResult result{item.seq, decision->messageId.empty() ? id : decision->messageId, decision->status};
  result.problem = decision->problem;
  if (decision->status == AppendStatus::Stored) {
    result.status = AppendStatus::Duplicate;
    if (const auto place = messages_.findPlace(decision->messageId)) result.position = place->position;
  }
  outcome_.answer.results.push_back(std::move(result));
  return std::nullopt;
}

void AppendDecider::decideNext(const AppendItem& item) {
  Decision decision{AppendStatus::Stored, idOf(item)};
  AppendResult result{item.seq, decision.messageId};
  if (const auto* message = std::get_if<Message>(&item.body)) {
    result = place(item.seq, *message, decision);
  } else if (const auto* unacceptable = std::get_if<Unacceptable>(&item.body)) {
    result.status = decision.status = AppendStatus::Rejected;
    result.problem = decision.problem = problemOf(*unacceptable);
  } else {
    result.status = decision.status = AppendStatus::Skipped;
  }
  messages_.recordDecision(request_.conversationId, request_.writer, item.seq, decision);
  last_ = item.seq;
  outcome_.answer.results.push_back(std::move(result));
}

AppendResult AppendDecider::place(Seq seq, const Message& message, Decision& decision) {
  AppendResult result{seq, message.id};
  if (messages_.insert(request_.conversationId, messageCount_ + 1, message)) {
    result.position = ++messageCount_;
    return result;
  }
  const auto existing = messages_.findPlace(message.id);
  if (!existing) {
    throw StorageError{"the message " + message.id + " went while it was looked for",
                       StorageError::Kind::Conflict};
  }
  if (existing->conversationId == request_.conversationId) {
    result.status = AppendStatus::Duplicate;
    result.position = existing->position;
  } else {
    result.status = decision.status = AppendStatus::Rejected;
    result.problem = decision.problem = idTaken(message.id);
  }
  return result;
}

}  // namespace holdfast::server
