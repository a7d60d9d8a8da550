#include "services/MessageService.h"

#include "services/AppendDecider.h"
#include "services/OwnedConversation.h"

namespace holdfast::server {

namespace {

Outcome<AppendOutcome> append(Repositories& all, const AppendRequest& request, const std::string& userId) {
  const std::string& id = request.conversationId;
  const auto owned = requireOwned(all.conversations.lockById(id), id, userId);
  if (const auto* problem = std::get_if<Problem>(&owned)) return *problem;
  const std::uint64_t before = std::get<Conversation>(owned).messageCount;
  AppendDecider decider{all.messages, request, before};
  AppendOutcome outcome = decider.decide();
  if (decider.messageCount() != before) all.conversations.setMessageCount(id, decider.messageCount());
  return outcome;
}

Outcome<MessagePage> readPage(Repositories& all, const std::string& conversationId, const std::string& userId,
                              Position after, std::size_t limit) {
  const auto owned = requireOwned(all.conversations.findById(conversationId), conversationId, userId);
  if (const auto* problem = std::get_if<Problem>(&owned)) return *problem;
  MessagePage page{all.messages.list(conversationId, after, limit + 1), std::nullopt};
  if (page.messages.size() > limit) {
    page.messages.pop_back();
    page.next = page.messages.back().position;
  }
  return page;
}

}  // namespace

Awaitable<Outcome<AppendOutcome>> MessageService::appendMessages(AppendRequest request, std::string userId) {
  const auto work = [&](Repositories& all) { return append(all, request, userId); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<MessagePage>> MessageService::getMessages(std::string conversationId, std::string userId,
                                                            Position after, std::size_t limit) {
  const auto work = [&](Repositories& all) { return readPage(all, conversationId, userId, after, limit); };
  co_return co_await storage_.read(work);
}

}  // namespace holdfast::server
