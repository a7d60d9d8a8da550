#include "repositories/sql/SqlMessageRepository.h"

#include <array>

#include "codec/AppendCodec.h"
#include "codec/MessageCodec.h"

namespace holdfast::server {

namespace {

template <typename Enum, std::size_t Size>
Enum fromName(const std::array<Enum, Size>& values, const std::string& name) {
  for (const Enum value : values) {
    if (codec::nameOf(value) == name) return value;
  }
  return values.front();
}

Role roleFrom(const std::string& name) {
  constexpr std::array kRoles{Role::User, Role::Assistant, Role::System, Role::Tool};
  return fromName(kRoles, name);
}

MessageStatus statusFrom(const std::string& name) {
  constexpr std::array kStatuses{MessageStatus::Complete, MessageStatus::Aborted, MessageStatus::Interrupted};
  return fromName(kStatuses, name);
}

std::string_view decisionName(AppendStatus status) {
  if (status == AppendStatus::Rejected) return "rejected";
  return status == AppendStatus::Skipped ? "skipped" : "stored";
}

AppendStatus decisionFrom(const std::string& name) {
  if (name == "rejected") return AppendStatus::Rejected;
  return name == "skipped" ? AppendStatus::Skipped : AppendStatus::Stored;
}

}  // namespace

bool SqlMessageRepository::insert(std::string_view conversationId, Position position,
                                  const Message& message) {
  const auto statement = connection_.prepare(
      "INSERT INTO messages (id, conversation_id, position, role, content, created_at, parent_id, status, "
      "metadata)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING RETURNING 1");
  statement->bind(1, message.id)
      .bind(2, conversationId)
      .bind(3, position)
      .bind(4, codec::nameOf(message.role))
      .bind(5, message.content)
      .bind(6, message.createdAt)
      .bind(8, codec::nameOf(message.status));
  if (message.parentId) statement->bind(7, *message.parentId);
  if (!message.metadata.empty()) statement->bind(9, message.metadata);
  return statement->step();
}

std::optional<MessagePlace> SqlMessageRepository::findPlace(std::string_view messageId) {
  const auto statement = connection_.prepare("SELECT conversation_id, position FROM messages WHERE id = $1");
  statement->bind(1, messageId);
  if (!statement->step()) return std::nullopt;
  return MessagePlace{statement->text(0), statement->number(1)};
}

std::vector<StoredMessage> SqlMessageRepository::list(std::string_view conversationId, Position after,
                                                      std::size_t limit) {
  const auto statement = connection_.prepare(
      "SELECT position, id, role, content, created_at, parent_id, status, metadata FROM messages"
      " WHERE conversation_id = $1 AND position > $2 ORDER BY position LIMIT $3");
  statement->bind(1, conversationId).bind(2, after).bind(3, std::uint64_t{limit});
  std::vector<StoredMessage> messages;
  while (statement->step()) {
    messages.push_back(
        {statement->number(0),
         Message{statement->text(1), roleFrom(statement->text(2)), statement->text(3), statement->text(4),
                 statement->optionalText(5), statusFrom(statement->text(6)), statement->text(7)}});
  }
  return messages;
}

Seq SqlMessageRepository::lastSeq(std::string_view conversationId, std::string_view writer) {
  const auto statement =
      connection_.prepare("SELECT MAX(seq) FROM decisions WHERE conversation_id = $1 AND writer = $2");
  statement->bind(1, conversationId).bind(2, writer);
  return statement->step() ? statement->number(0) : 0;
}

std::optional<Decision> SqlMessageRepository::findDecision(std::string_view conversationId,
                                                           std::string_view writer, Seq seq) {
  const auto statement = connection_.prepare(
      "SELECT status, message_id, problem_status, problem FROM decisions"
      " WHERE conversation_id = $1 AND writer = $2 AND seq = $3");
  statement->bind(1, conversationId).bind(2, writer).bind(3, seq);
  if (!statement->step()) return std::nullopt;
  Decision decision{decisionFrom(statement->text(0)), statement->text(1)};
  if (const auto problem = statement->optionalText(3)) {
    decision.problem = codec::decodeProblem(static_cast<int>(statement->number(2)), *problem);
  }
  return decision;
}

void SqlMessageRepository::recordDecision(std::string_view conversationId, std::string_view writer, Seq seq,
                                          const Decision& decision) {
  const std::string problem = decision.problem ? codec::encodeProblem(*decision.problem) : std::string{};
  const auto statement = connection_.prepare(
      "INSERT INTO decisions (conversation_id, writer, seq, status, message_id, problem_status, problem)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)");
  statement->bind(1, conversationId)
      .bind(2, writer)
      .bind(3, seq)
      .bind(4, decisionName(decision.status))
      .bind(5, decision.messageId);
  if (decision.problem) {
    statement->bind(6, static_cast<std::uint64_t>(decision.problem->status)).bind(7, problem);
  }
  statement->step();
}

void SqlMessageRepository::eraseAll(std::string_view conversationId) {
  const auto messages = connection_.prepare("DELETE FROM messages WHERE conversation_id = $1");
  messages->bind(1, conversationId).step();
  const auto decisions = connection_.prepare("DELETE FROM decisions WHERE conversation_id = $1");
  decisions->bind(1, conversationId).step();
}

}  // namespace holdfast::server
