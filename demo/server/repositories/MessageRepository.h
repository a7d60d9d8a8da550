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

  /// Puts the message at that position. False, and nothing is changed, where a message has its id already.
  /// REQUIRES: the conversation exists and is locked; the position is free.
  virtual bool insert(std::string_view conversationId, Position position, const Message& message) = 0;
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

  /// Deletes the conversation's messages, and all that was decided in it.
  virtual void eraseAll(std::string_view conversationId) = 0;
};

}  // namespace holdfast::server
