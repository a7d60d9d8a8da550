#include "services/OwnedConversation.h"

namespace holdfast::server {

Outcome<Conversation> requireOwned(std::optional<Conversation> found, const std::string& id,
                                   const std::string& userId) {
  if (!found || found->isDeleted() || found->owner != userId) return conversationNotFound(id);
  return std::move(*found);
}

Problem conversationNotFound(const std::string& id) {
  return {404, "conversation-not-found", "There is no such conversation",
          "no conversation has the id " + id + "; create it first", "conversationId"};
}

}  // namespace holdfast::server
