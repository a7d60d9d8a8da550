// The life of conversations: three commands and two queries. A user sees their own ones alone; `userId` is
// empty where the server knows no users.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "Awaitable.h"
#include "Outcome.h"
#include "repositories/Storage.h"
#include "services/CreateConversation.h"

namespace holdfast::server {

/// `status` is 201 for a conversation that is new and 200 for one that was there.
struct CreatedConversation {
  int status = 201;
  std::string body;  ///< JSON: id, title, createdAt.
};

struct ConversationPage {
  std::vector<Conversation> conversations;
  std::string next;  ///< What to hand in as `after` for more; empty at the end.
};

class ConversationService {
 public:
  explicit ConversationService(Storage& storage) : storage_(storage) {}

  /// Command. The same idempotency key of the same user with the same payload gets the same answer, byte for
  /// byte, for at least seven days. An id that exists gives that conversation as it is.
  /// Problems: idempotency-key-reused, id-taken, conversation-deleted.
  Awaitable<Outcome<CreatedConversation>> createConversation(CreateConversation command);

  /// Command. REQUIRES: `title` is not blank. Problems: conversation-not-found.
  Awaitable<Outcome<Conversation>> renameConversation(std::string id, std::string userId, std::string title);

  /// Command: deletes it with its messages, for good; its id is never used again. Deleting it again is fine.
  /// Problems: conversation-not-found.
  Awaitable<std::optional<Problem>> deleteConversation(std::string id, std::string userId);

  /// Query. Problems: conversation-not-found.
  Awaitable<Outcome<Conversation>> getConversation(std::string id, std::string userId);

  /// Query: the newest first, from behind `after`, unless that is empty. Problems: invalid-field.
  Awaitable<Outcome<ConversationPage>> listConversations(std::string userId, std::string after,
                                                         std::size_t limit);

 private:
  Storage& storage_;
};

}  // namespace holdfast::server
