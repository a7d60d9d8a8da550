// Where conversations are kept. One object belongs to one transaction of a Storage; calls block.
// Errors: StorageError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "repositories/Conversation.h"
#include "repositories/IdempotencyRecord.h"

namespace holdfast::server {

class ConversationRepository {
 public:
  virtual ~ConversationRepository() = default;

  /// False, and nothing is changed, where a conversation has that id, be it a deleted one.
  virtual bool create(const Conversation& conversation) = 0;
  /// Finds deleted ones too.
  virtual std::optional<Conversation> findById(std::string_view id) = 0;
  /// As findById; and until the transaction ends, no other one changes that conversation or its messages.
  virtual std::optional<Conversation> lockById(std::string_view id) = 0;
  /// Those of the owner that are not deleted, the newest first; only those older than the conversation
  /// `after`, unless that is empty.
  virtual std::vector<Conversation> list(std::string_view owner, std::string_view after,
                                         std::size_t limit) = 0;
  virtual void rename(std::string_view id, std::string_view title) = 0;
  virtual void setMessageCount(std::string_view id, std::uint64_t count) = 0;
  /// Leaves the id and the owner. Its messages are the MessageRepository's.
  virtual void markDeleted(std::string_view id, std::string_view deletedAt) = 0;

  virtual std::optional<IdempotencyRecord> findIdempotencyRecord(std::string_view owner,
                                                                 std::string_view key) = 0;
  /// REQUIRES: no record of the owner has that key.
  virtual void recordIdempotency(const IdempotencyRecord& record) = 0;
  virtual void forgetIdempotencyBefore(std::string_view createdAt) = 0;
};

}  // namespace holdfast::server
