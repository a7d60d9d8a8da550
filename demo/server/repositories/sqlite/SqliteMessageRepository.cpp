#include "repositories/sqlite/SqliteMessageRepository.h"

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

Position SqliteMessageRepository::takePosition(std::string_view conversationId) {
  SqliteStatement statement = connection_.prepare(
      "UPDATE conversations SET message_count = message_count + 1 WHERE id = ? RETURNING message_count");
  statement.bind(1, conversationId);
  return statement.step() ? statement.number(0) : 0;
}

Position SqliteMessageRepository::append(std::string_view conversationId, const Message& message) {
  const Position position = takePosition(conversationId);
  SqliteStatement statement = connection_.prepare(
      "INSERT INTO messages (id, conversation_id, position, role, content, created_at, parent_id, status, "
      "metadata)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  statement.bind(1, message.id)
      .bind(2, conversationId)
      .bind(3, position)
      .bind(4, codec::nameOf(message.role))
      .bind(5, message.content)
      .bind(6, message.createdAt)
      .bind(8, codec::nameOf(message.status));
  if (message.parentId) statement.bind(7, *message.parentId);
  if (!message.metadata.empty()) statement.bind(9, message.metadata);
  statement.step();
  return position;
}

std::optional<MessagePlace> SqliteMessageRepository::findPlace(std::string_view messageId) {
  SqliteStatement statement =
      connection_.prepare("SELECT conversation_id, position FROM messages WHERE id = ?");
  statement.bind(1, messageId);
  if (!statement.step()) return std::nullopt;
  return MessagePlace{statement.text(0), statement.number(1)};
}

std::vector<StoredMessage> SqliteMessageRepository::list(std::string_view conversationId, Position after,
                                                         std::size_t limit) {
  SqliteStatement statement = connection_.prepare(
      "SELECT position, id, role, content, created_at, parent_id, status, metadata FROM messages"
      " WHERE conversation_id = ? AND position > ? ORDER BY position LIMIT ?");
  statement.bind(1, conversationId).bind(2, after).bind(3, std::uint64_t{limit});
  std::vector<StoredMessage> messages;
  while (statement.step()) {
    messages.push_back(
        {statement.number(0),
         Message{statement.text(1), roleFrom(statement.text(2)), statement.text(3), statement.text(4),
                 statement.optionalText(5), statusFrom(statement.text(6)), statement.text(7)}});
  }
  return messages;
}

Seq SqliteMessageRepository::lastSeq(std::string_view conversationId, std::string_view writer) {
  SqliteStatement statement =
      connection_.prepare("SELECT MAX(seq) FROM decisions WHERE conversation_id = ? AND writer = ?");
  statement.bind(1, conversationId).bind(2, writer);
  return statement.step() ? statement.number(0) : 0;
}

std::optional<Decision> SqliteMessageRepository::findDecision(std::string_view conversationId,
                                                              std::string_view writer, Seq seq) {
  SqliteStatement statement = connection_.prepare(
      "SELECT status, message_id, problem_status, problem FROM decisions"
      " WHERE conversation_id = ? AND writer = ? AND seq = ?");
  statement.bind(1, conversationId).bind(2, writer).bind(3, seq);
  if (!statement.step()) return std::nullopt;
  Decision decision{decisionFrom(statement.text(0)), statement.text(1)};
  if (const auto problem = statement.optionalText(3)) {
    decision.problem = codec::decodeProblem(static_cast<int>(statement.number(2)), *problem);
  }
  return decision;
}

void SqliteMessageRepository::recordDecision(std::string_view conversationId, std::string_view writer,
                                             Seq seq, const Decision& decision) {
  const std::string problem = decision.problem ? codec::encodeProblem(*decision.problem) : std::string{};
  SqliteStatement statement = connection_.prepare(
      "INSERT INTO decisions (conversation_id, writer, seq, status, message_id, problem_status, problem)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)");
  statement.bind(1, conversationId)
      .bind(2, writer)
      .bind(3, seq)
      .bind(4, decisionName(decision.status))
      .bind(5, decision.messageId);
  if (decision.problem) {
    statement.bind(6, static_cast<std::uint64_t>(decision.problem->status)).bind(7, problem);
  }
  statement.step();
}

}  // namespace holdfast::server
