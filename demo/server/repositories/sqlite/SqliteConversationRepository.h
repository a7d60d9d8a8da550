// Conversations in SQLite.
#pragma once

#include "repositories/ConversationRepository.h"
#include "repositories/sqlite/SqliteConnection.h"

namespace holdfast::server {

class SqliteConversationRepository : public ConversationRepository {
 public:
  explicit SqliteConversationRepository(SqliteConnection& connection) : connection_(connection) {}

  void create(const Conversation& conversation) override;
  std::optional<Conversation> findById(std::string_view id) override;
  std::vector<Conversation> list(std::size_t limit) override;
  std::optional<IdempotencyRecord> findIdempotencyRecord(std::string_view key) override;
  void recordIdempotency(const IdempotencyRecord& record) override;
  void forgetIdempotencyBefore(std::string_view createdAt) override;

 private:
  SqliteConnection& connection_;
};

}  // namespace holdfast::server
