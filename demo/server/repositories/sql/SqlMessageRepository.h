// Messages and decisions in a database that speaks SQL.
#pragma once

#include "repositories/MessageRepository.h"
#include "repositories/sql/SqlConnection.h"

namespace holdfast::server {

class SqlMessageRepository : public MessageRepository {
 public:
  explicit SqlMessageRepository(SqlConnection& connection) : connection_(connection) {}

  bool insert(std::string_view conversationId, Position position, const Message& message) override;
  std::optional<MessagePlace> findPlace(std::string_view messageId) override;
  std::vector<StoredMessage> list(std::string_view conversationId, Position after,
                                  std::size_t limit) override;
  Seq lastSeq(std::string_view conversationId, std::string_view writer) override;
  std::optional<Decision> findDecision(std::string_view conversationId, std::string_view writer,
                                       Seq seq) override;
  void recordDecision(std::string_view conversationId, std::string_view writer, Seq seq,
                      const Decision& decision) override;
  void eraseAll(std::string_view conversationId) override;

 private:
  SqlConnection& connection_;
};

}  // namespace holdfast::server
