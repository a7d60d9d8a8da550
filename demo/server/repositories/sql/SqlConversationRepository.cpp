#include "repositories/sql/SqlConversationRepository.h"

namespace holdfast::server {

namespace {

/// The columns: id, owner, title, created_at, config, message_count, deleted_at.
Conversation readConversation(const SqlStatement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.number(5), row.text(6)};
}

}  // namespace

bool SqlConversationRepository::create(const Conversation& conversation) {
  const auto statement = connection_.prepare(
      "INSERT INTO conversations (id, owner, title, created_at, config) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (id) DO NOTHING RETURNING 1");
  statement->bind(1, conversation.id)
      .bind(2, conversation.owner)
      .bind(3, conversation.title)
      .bind(4, conversation.createdAt);
  if (!conversation.config.empty()) statement->bind(5, conversation.config);
  return statement->step();
}

std::optional<Conversation> SqlConversationRepository::findById(std::string_view id) {
  const auto statement = connection_.prepare(
      "SELECT id, owner, title, created_at, config, message_count, deleted_at FROM conversations"
      " WHERE id = $1");
  statement->bind(1, id);
  if (!statement->step()) return std::nullopt;
  return readConversation(*statement);
}

std::optional<Conversation> SqlConversationRepository::lockById(std::string_view id) {
  connection_.lockConversation(id);
  return findById(id);
}

std::vector<Conversation> SqlConversationRepository::list(std::string_view owner, std::string_view after,
                                                          std::size_t limit) {
  const auto statement = connection_.prepare(
      "SELECT id, owner, title, created_at, config, message_count, deleted_at FROM conversations"
      " WHERE owner = $1 AND deleted_at IS NULL"
      " AND ordinal < COALESCE((SELECT ordinal FROM conversations WHERE id = $2), 9223372036854775807)"
      " ORDER BY ordinal DESC LIMIT $3");
  statement->bind(1, owner).bind(2, after).bind(3, std::uint64_t{limit});
  std::vector<Conversation> conversations;
  while (statement->step()) conversations.push_back(readConversation(*statement));
  return conversations;
}

void SqlConversationRepository::rename(std::string_view id, std::string_view title) {
  const auto statement = connection_.prepare("UPDATE conversations SET title = $1 WHERE id = $2");
  statement->bind(1, title).bind(2, id).step();
}

void SqlConversationRepository::setMessageCount(std::string_view id, std::uint64_t count) {
  const auto statement = connection_.prepare("UPDATE conversations SET message_count = $1 WHERE id = $2");
  statement->bind(1, count).bind(2, id).step();
}

void SqlConversationRepository::markDeleted(std::string_view id, std::string_view deletedAt) {
  const auto statement = connection_.prepare(
      "UPDATE conversations SET deleted_at = $1, title = '', config = NULL, message_count = 0 WHERE id = $2");
  statement->bind(1, deletedAt).bind(2, id).step();
}

std::optional<IdempotencyRecord> SqlConversationRepository::findIdempotencyRecord(std::string_view owner,
                                                                                  std::string_view key) {
  const auto statement = connection_.prepare(
      "SELECT owner, key, fingerprint, status, answer, created_at FROM idempotency"
      " WHERE owner = $1 AND key = $2");
  statement->bind(1, owner).bind(2, key);
  if (!statement->step()) return std::nullopt;
  return IdempotencyRecord{statement->text(0), statement->text(1),
                           statement->text(2), static_cast<int>(statement->number(3)),
                           statement->text(4), statement->text(5)};
}

void SqlConversationRepository::recordIdempotency(const IdempotencyRecord& record) {
  const auto statement = connection_.prepare(
      "INSERT INTO idempotency (owner, key, fingerprint, status, answer, created_at)"
      " VALUES ($1, $2, $3, $4, $5, $6)");
  statement->bind(1, record.owner)
      .bind(2, record.key)
      .bind(3, record.fingerprint)
      .bind(4, static_cast<std::uint64_t>(record.status))
      .bind(5, record.answer)
      .bind(6, record.createdAt)
      .step();
}

void SqlConversationRepository::forgetIdempotencyBefore(std::string_view createdAt) {
  const auto statement = connection_.prepare("DELETE FROM idempotency WHERE created_at < $1");
  statement->bind(1, createdAt).step();
}

}  // namespace holdfast::server
