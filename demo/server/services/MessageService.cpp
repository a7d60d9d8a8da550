#include "services/MessageService.h"

#include "services/AppendDecider.h"
#include "services/ConversationService.h"

namespace holdfast::server {

namespace {

Outcome<AppendOutcome> append(Repositories& all, const AppendRequest& request) {
  if (!all.conversations.findById(request.conversationId))
    return conversationNotFound(request.conversationId);
  return AppendDecider{all.messages, request}.decide();
}

Outcome<MessagePage> readPage(Repositories& all, const std::string& conversationId, Position after,
                              std::size_t limit) {
  if (!all.conversations.findById(conversationId)) return conversationNotFound(conversationId);
  MessagePage page{all.messages.list(conversationId, after, limit + 1), std::nullopt};
  if (page.messages.size() > limit) {
    page.messages.pop_back();
    page.next = page.messages.back().position;
  }
  return page;
}

}  // namespace

Awaitable<Outcome<AppendOutcome>> MessageService::appendMessages(AppendRequest request) {
  const auto work = [&request](Repositories& all) { return append(all, request); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<MessagePage>> MessageService::getMessages(std::string conversationId, Position after,
                                                            std::size_t limit) {
  const auto work = [&](Repositories& all) { return readPage(all, conversationId, after, limit); };
  co_return co_await storage_.read(work);
}

}  // namespace holdfast::server
