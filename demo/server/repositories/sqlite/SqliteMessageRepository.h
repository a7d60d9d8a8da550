// Messages and decisions in SQLite.
#pragma once

#include "repositories/MessageRepository.h"
#include "repositories/sqlite/SqliteConnection.h"

namespace holdfast::server {

class SqliteMessageRepository : public MessageRepository {
 public:
  explicit SqliteMessageRepository(SqliteConnection& connection) : connection_(connection) {}

  Position append(std::string_view conversationId, const Message& message) override;
  std::optional<MessagePlace> findPlace(std::string_view messageId) override;
  std::vector<StoredMessage> list(std::string_view conversationId, Position after,
                                  std::size_t limit) override;
  Seq lastSeq(std::string_view conversationId, std::string_view writer) override;
  std::optional<Decision> findDecision(std::string_view conversationId, std::string_view writer,
                                       Seq seq) override;
  void recordDecision(std::string_view conversationId, std::string_view writer, Seq seq,
                      const Decision& decision) override;

 private:
  Position takePosition(std::string_view conversationId);

  SqliteConnection& connection_;
};

}  // namespace holdfast::server
