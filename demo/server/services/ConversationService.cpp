#include "services/ConversationService.h"

#include <chrono>

#include "Clock.h"
#include "codec/Json.h"
#include "services/ConversationTitle.h"
#include "services/RandomId.h"

namespace holdfast::server {

namespace {

// As long as the outbox of a client may try again (design: age bounds transport faults to seven days).
constexpr std::chrono::hours kKeepIdempotencyKeys{7 * 24};

std::string encodeCreated(const Conversation& conversation) {
  return codec::dumpJson(
      {{"id", conversation.id}, {"title", conversation.title}, {"createdAt", conversation.createdAt}});
}

CreatedConversation createOrFind(ConversationRepository& conversations, const CreateConversation& command,
                                 const std::string& now) {
  if (command.id) {
    if (const auto existing = conversations.findById(*command.id)) return {200, encodeCreated(*existing)};
  }
  const Conversation conversation{command.id ? *command.id : makeRandomId(),
                                  makeTitle(command.title, command.firstMessage), now, command.config};
  conversations.create(conversation);
  return {201, encodeCreated(conversation)};
}

Outcome<CreatedConversation> createOnce(ConversationRepository& conversations,
                                        const CreateConversation& command) {
  const auto now = std::chrono::system_clock::now();
  if (!command.idempotencyKey) return createOrFind(conversations, command, formatTimestamp(now));

  conversations.forgetIdempotencyBefore(formatTimestamp(now - kKeepIdempotencyKeys));
  if (const auto known = conversations.findIdempotencyRecord(*command.idempotencyKey)) {
    if (known->fingerprint == command.fingerprint) return CreatedConversation{known->status, known->answer};
    return Problem{422, "idempotency-key-reused", "This Idempotency-Key came with another payload before",
                   "use a new key for a new conversation"};
  }
  CreatedConversation created = createOrFind(conversations, command, formatTimestamp(now));
  conversations.recordIdempotency(
      {*command.idempotencyKey, command.fingerprint, created.status, created.body, formatTimestamp(now)});
  return created;
}

}  // namespace

Awaitable<Outcome<CreatedConversation>> ConversationService::createConversation(CreateConversation command) {
  const auto work = [&command](Repositories& all) { return createOnce(all.conversations, command); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<Conversation>> ConversationService::getConversation(std::string id) {
  const auto work = [&id](Repositories& all) { return all.conversations.findById(id); };
  std::optional<Conversation> found = co_await storage_.read(work);
  if (!found) co_return conversationNotFound(id);
  co_return std::move(*found);
}

Awaitable<std::vector<Conversation>> ConversationService::listConversations(std::size_t limit) {
  const auto work = [limit](Repositories& all) { return all.conversations.list(limit); };
  co_return co_await storage_.read(work);
}

Problem conversationNotFound(const std::string& id) {
  return {404, "conversation-not-found", "There is no such conversation",
          "no conversation has the id " + id + "; create it first", "conversationId"};
}

}  // namespace holdfast::server
