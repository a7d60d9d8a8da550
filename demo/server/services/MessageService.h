// The saving and the reading of messages: one command and one query. `userId` is the one who asks: the
// conversation of another one is not found. It is empty where the server knows no users.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "Awaitable.h"
#include "Outcome.h"
#include "repositories/Storage.h"
#include "services/AppendOutcome.h"

namespace holdfast::server {

struct MessagePage {
  std::vector<StoredMessage> messages;
  std::optional<Position> next;  ///< What to hand in as `after` for more; none at the end.
};

class MessageService {
 public:
  explicit MessageService(Storage& storage) : storage_(storage) {}

  /// Command: one or many messages, in one transaction that is durable when the answer is there.
  /// Problems: conversation-not-found, sequence-gap, sequence-conflict (the last two come with what was
  /// applied).
  Awaitable<Outcome<AppendOutcome>> appendMessages(AppendRequest request, std::string userId);

  /// Query: the messages behind the position `after`, in order. Problems: conversation-not-found.
  Awaitable<Outcome<MessagePage>> getMessages(std::string conversationId, std::string userId, Position after,
                                              std::size_t limit);

 private:
  Storage& storage_;
};

}  // namespace holdfast::server
