// Where conversations are kept. One object belongs to one transaction of a Storage; calls block.
// Errors: StorageError.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "repositories/Conversation.h"
#include "repositories/IdempotencyRecord.h"

namespace holdfast::server {

class ConversationRepository {
 public:
  virtual ~ConversationRepository() = default;

  /// REQUIRES: no conversation has that id.
  virtual void create(const Conversation& conversation) = 0;
  virtual std::optional<Conversation> findById(std::string_view id) = 0;
  /// The newest come first.
  virtual std::vector<Conversation> list(std::size_t limit) = 0;

  virtual std::optional<IdempotencyRecord> findIdempotencyRecord(std::string_view key) = 0;
  /// REQUIRES: no record has that key.
  virtual void recordIdempotency(const IdempotencyRecord& record) = 0;
  virtual void forgetIdempotencyBefore(std::string_view createdAt) = 0;
};

}  // namespace holdfast::server
