#include "repositories/sqlite/SqliteConversationRepository.h"

namespace holdfast::server {

namespace {

/// The columns: id, title, created_at, config, message_count.
Conversation readConversation(const SqliteStatement& row) {
  return Conversation{row.text(0), row.text(1), row.text(2), row.text(3), row.number(4)};
}

}  // namespace

void SqliteConversationRepository::create(const Conversation& conversation) {
  SqliteStatement statement =
      connection_.prepare("INSERT INTO conversations (id, title, created_at, config) VALUES (?, ?, ?, ?)");
  statement.bind(1, conversation.id).bind(2, conversation.title).bind(3, conversation.createdAt);
  if (conversation.config.empty()) {
    statement.bindNull(4);
  } else {
    statement.bind(4, conversation.config);
  }
  statement.step();
}

std::optional<Conversation> SqliteConversationRepository::findById(std::string_view id) {
  SqliteStatement statement = connection_.prepare(
      "SELECT id, title, created_at, config, message_count FROM conversations WHERE id = ?");
  statement.bind(1, id);
  if (!statement.step()) return std::nullopt;
  return readConversation(statement);
}

std::vector<Conversation> SqliteConversationRepository::list(std::size_t limit) {
  SqliteStatement statement = connection_.prepare(
      "SELECT id, title, created_at, config, message_count FROM conversations ORDER BY ordinal DESC LIMIT ?");
  statement.bind(1, std::uint64_t{limit});
  std::vector<Conversation> conversations;
  while (statement.step()) conversations.push_back(readConversation(statement));
  return conversations;
}

std::optional<IdempotencyRecord> SqliteConversationRepository::findIdempotencyRecord(std::string_view key) {
  SqliteStatement statement = connection_.prepare(
      "SELECT key, fingerprint, status, answer, created_at FROM idempotency WHERE key = ?");
  statement.bind(1, key);
  if (!statement.step()) return std::nullopt;
  return IdempotencyRecord{statement.text(0), statement.text(1), static_cast<int>(statement.number(2)),
                           statement.text(3), statement.text(4)};
}

void SqliteConversationRepository::recordIdempotency(const IdempotencyRecord& record) {
  SqliteStatement statement = connection_.prepare(
      "INSERT INTO idempotency (key, fingerprint, status, answer, created_at) VALUES (?, ?, ?, ?, ?)");
  statement.bind(1, record.key)
      .bind(2, record.fingerprint)
      .bind(3, static_cast<std::uint64_t>(record.status))
      .bind(4, record.answer)
      .bind(5, record.createdAt);
  statement.step();
}

void SqliteConversationRepository::forgetIdempotencyBefore(std::string_view createdAt) {
  SqliteStatement statement = connection_.prepare("DELETE FROM idempotency WHERE created_at < ?");
  statement.bind(1, createdAt);
  statement.step();
}

}  // namespace holdfast::server
