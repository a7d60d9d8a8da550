// Conversations in a database that speaks SQL.
#pragma once

#include "repositories/ConversationRepository.h"
#include "repositories/sql/SqlConnection.h"

namespace holdfast::server {

class SqlConversationRepository : public ConversationRepository {
 public:
  explicit SqlConversationRepository(SqlConnection& connection) : connection_(connection) {}

  bool create(const Conversation& conversation) override;
  std::optional<Conversation> findById(std::string_view id) override;
  std::optional<Conversation> lockById(std::string_view id) override;
  std::vector<Conversation> list(std::string_view owner, std::string_view after, std::size_t limit) override;
  void rename(std::string_view id, std::string_view title) override;
  void setMessageCount(std::string_view id, std::uint64_t count) override;
  void markDeleted(std::string_view id, std::string_view deletedAt) override;
  std::optional<IdempotencyRecord> findIdempotencyRecord(std::string_view owner,
                                                         std::string_view key) override;
  void recordIdempotency(const IdempotencyRecord& record) override;
  void forgetIdempotencyBefore(std::string_view createdAt) override;

 private:
  SqlConnection& connection_;
};

}  // namespace holdfast::server
