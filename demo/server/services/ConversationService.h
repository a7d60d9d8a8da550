// The life of conversations: one command and two queries.
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

class ConversationService {
 public:
  explicit ConversationService(Storage& storage) : storage_(storage) {}

  /// Command. The same idempotency key with the same payload gets the same answer, byte for byte, for at
  /// least seven days. An id that exists gives that conversation as it is. Problems: idempotency-key-reused.
  Awaitable<Outcome<CreatedConversation>> createConversation(CreateConversation command);

  /// Query. Problems: conversation-not-found.
  Awaitable<Outcome<Conversation>> getConversation(std::string id);

  /// Query: the newest come first.
  Awaitable<std::vector<Conversation>> listConversations(std::size_t limit);

 private:
  Storage& storage_;
};

/// The problem that every route gives for an id that it does not know.
Problem conversationNotFound(const std::string& id);

}  // namespace holdfast::server
