// Where messages, and the decisions about them, are kept. It knows no rule: services/AppendDecider has
// that. One object belongs to one transaction of a Storage; calls block. Errors: StorageError.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "repositories/Decision.h"
#include "repositories/StoredMessage.h"

namespace holdfast::server {

class MessageRepository {
 public:
  virtual ~MessageRepository() = default;

  /// Adds the message at the end of the conversation. REQUIRES: the conversation exists, the message's id is
  /// new.
  virtual Position append(std::string_view conversationId, const Message& message) = 0;
  virtual std::optional<MessagePlace> findPlace(std::string_view messageId) = 0;
  /// Messages in the order of their positions, from the first one behind `after`.
  virtual std::vector<StoredMessage> list(std::string_view conversationId, Position after,
                                          std::size_t limit) = 0;

  /// The highest seq that was decided, or 0.
  virtual Seq lastSeq(std::string_view conversationId, std::string_view writer) = 0;
  virtual std::optional<Decision> findDecision(std::string_view conversationId, std::string_view writer,
                                               Seq seq) = 0;
  /// REQUIRES: nothing was decided for that seq.
  virtual void recordDecision(std::string_view conversationId, std::string_view writer, Seq seq,
                              const Decision& decision) = 0;
};

}  // namespace holdfast::server
