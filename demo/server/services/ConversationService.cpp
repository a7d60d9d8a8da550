#include "services/ConversationService.h"

#include <chrono>

#include "Clock.h"
#include "codec/Json.h"
#include "services/ConversationTitle.h"
#include "services/OwnedConversation.h"
#include "services/RandomId.h"

namespace holdfast::server {

namespace {

// As long as the outbox of a client may try again (docs/protocol.md: seven days).
constexpr std::chrono::hours kKeepIdempotencyKeys{7 * 24};

std::string encodeCreated(const Conversation& conversation) {
  return codec::dumpJson(
      {{"id", conversation.id}, {"title", conversation.title}, {"createdAt", conversation.createdAt}});
}

Outcome<CreatedConversation> answerExisting(const Conversation& existing, const std::string& userId) {
  if (existing.owner != userId) {
    return Problem{409, "id-taken", "This conversation id is taken", "make a new id", "id"};
  }
  if (existing.isDeleted()) {
    return Problem{410, "conversation-deleted", "This conversation was deleted",
                   "a deleted conversation does not come back; make a new id", "id"};
  }
  return CreatedConversation{200, encodeCreated(existing)};
}

Outcome<CreatedConversation> createOrFind(ConversationRepository& conversations,
                                          const CreateConversation& command, const std::string& now) {
  const Conversation conversation{command.id ? *command.id : makeRandomId(), command.userId,
                                  makeTitle(command.title, command.firstMessage), now, command.config};
  if (conversations.create(conversation)) return CreatedConversation{201, encodeCreated(conversation)};
  return answerExisting(conversations.findById(conversation.id).value(), command.userId);
}

Outcome<CreatedConversation> createOnce(ConversationRepository& conversations,
                                        const CreateConversation& command) {
  const auto now = std::chrono::system_clock::now();
  if (!command.idempotencyKey) return createOrFind(conversations, command, formatTimestamp(now));

  conversations.forgetIdempotencyBefore(formatTimestamp(now - kKeepIdempotencyKeys));
  if (const auto known = conversations.findIdempotencyRecord(command.userId, *command.idempotencyKey)) {
    if (known->fingerprint == command.fingerprint) return CreatedConversation{known->status, known->answer};
    return Problem{422, "idempotency-key-reused", "This Idempotency-Key came with another payload before",
                   "use a new key for a new conversation"};
  }
  auto outcome = createOrFind(conversations, command, formatTimestamp(now));
  if (const auto* created = std::get_if<CreatedConversation>(&outcome)) {
    conversations.recordIdempotency({command.userId, *command.idempotencyKey, command.fingerprint,
                                     created->status, created->body, formatTimestamp(now)});
  }
  return outcome;
}

Outcome<Conversation> rename(ConversationRepository& conversations, const std::string& id,
                             const std::string& userId, const std::string& title) {
  auto outcome = requireOwned(conversations.lockById(id), id, userId);
  if (auto* conversation = std::get_if<Conversation>(&outcome)) {
    conversation->title = title;
    conversations.rename(id, title);
  }
  return outcome;
}

std::optional<Problem> erase(Repositories& all, const std::string& id, const std::string& userId) {
  const auto found = all.conversations.lockById(id);
  if (!found || found->owner != userId) return conversationNotFound(id);
  if (found->isDeleted()) return std::nullopt;
  all.messages.eraseAll(id);
  all.conversations.markDeleted(id, formatTimestamp(std::chrono::system_clock::now()));
  return std::nullopt;
}

Outcome<ConversationPage> readPage(ConversationRepository& conversations, const std::string& userId,
                                   const std::string& after, std::size_t limit) {
  if (!after.empty()) {
    const auto cursor = conversations.findById(after);
    if (!cursor || cursor->owner != userId) {
      return Problem{400, "invalid-field", "A field of the request is not valid",
                     "must be the `next` of an earlier page", "after"};
    }
  }
  ConversationPage page{conversations.list(userId, after, limit + 1), ""};
  if (page.conversations.size() > limit) {
    page.conversations.pop_back();
    page.next = page.conversations.back().id;
  }
  return page;
}

}  // namespace

Awaitable<Outcome<CreatedConversation>> ConversationService::createConversation(CreateConversation command) {
  const auto work = [&command](Repositories& all) { return createOnce(all.conversations, command); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<Conversation>> ConversationService::renameConversation(std::string id, std::string userId,
                                                                         std::string title) {
  const std::string line = makeTitle(title, "");
  const auto work = [&](Repositories& all) { return rename(all.conversations, id, userId, line); };
  co_return co_await storage_.write(work);
}

Awaitable<std::optional<Problem>> ConversationService::deleteConversation(std::string id,
                                                                          std::string userId) {
  const auto work = [&](Repositories& all) { return erase(all, id, userId); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<Conversation>> ConversationService::getConversation(std::string id, std::string userId) {
  const auto work = [&](Repositories& all) {
    return requireOwned(all.conversations.findById(id), id, userId);
  };
  co_return co_await storage_.read(work);
}

Awaitable<Outcome<ConversationPage>> ConversationService::listConversations(std::string userId,
                                                                            std::string after,
                                                                            std::size_t limit) {
  const auto work = [&](Repositories& all) { return readPage(all.conversations, userId, after, limit); };
  co_return co_await storage_.read(work);
}

}  // namespace holdfast::server
