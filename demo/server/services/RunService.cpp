#include "services/RunService.h"

#include <chrono>

#include "Clock.h"
#include "services/ConversationTitle.h"
#include "services/OwnedConversation.h"
#include "services/RandomId.h"

namespace holdfast::server {

namespace {

/// What a generate takes at most.
constexpr std::uint64_t kMaxHistory = 1000;

std::string timestampNow() { return formatTimestamp(std::chrono::system_clock::now()); }

/// Puts the message behind the others, whatever is there already.
void save(Repositories& all, Conversation& conversation, Message& message) {
  ++conversation.messageCount;
  while (!all.messages.insert(conversation.id, conversation.messageCount, message))
    message.id = makeRandomId();
  all.conversations.setMessageCount(conversation.id, conversation.messageCount);
}

Outcome<Conversation> openConversation(Repositories& all, const RunCommand& command, std::string& title) {
  if (command.conversationId) {
    const std::string& id = *command.conversationId;
    return requireOwned(all.conversations.lockById(id), id, command.userId);
  }
  title = makeTitle("", command.content);
  Conversation conversation{makeRandomId(), command.userId, title, timestampNow(), command.config};
  all.conversations.create(conversation);
  return conversation;
}

Outcome<StartedRun> startIn(Repositories& all, const RunCommand& command) {
  StartedRun run{command, "", "", false, {}, {}};
  auto opened = openConversation(all, command, run.title);
  if (const auto* problem = std::get_if<Problem>(&opened)) return *problem;
  auto& conversation = std::get<Conversation>(opened);
  run.conversationId = conversation.id;
  run.question = {command.messageId ? *command.messageId : makeRandomId(),
                  Role::User,
                  command.content,
                  timestampNow(),
                  std::nullopt,
                  MessageStatus::Complete,
                  ""};
  run.isRepeated = all.messages.findPlace(run.question.id).has_value();
  save(all, conversation, run.question);
  const std::uint64_t count = conversation.messageCount;
  const std::uint64_t after = count > kMaxHistory ? count - kMaxHistory : 0;
  for (StoredMessage& stored : all.messages.list(run.conversationId, after, kMaxHistory)) {
    run.history.push_back(std::move(stored.message));
  }
  return run;
}

}  // namespace

Awaitable<Outcome<StartedRun>> RunService::start(RunCommand command) {
  const auto work = [&](Repositories& all) { return startIn(all, command); };
  co_return co_await storage_.write(work);
}

Awaitable<Outcome<Message>> RunService::finish(const StartedRun& run, std::string answer) {
  const auto work = [&](Repositories& all) -> Outcome<Message> {
    const std::string& id = run.conversationId;
    auto found = requireOwned(all.conversations.lockById(id), id, run.command.userId);
    if (const auto* problem = std::get_if<Problem>(&found)) return *problem;
    Message message{makeRandomId(), Role::Assistant,         answer, timestampNow(),
                    std::nullopt,   MessageStatus::Complete, ""};
    save(all, std::get<Conversation>(found), message);
    return message;
  };
  co_return co_await storage_.write(work);
}

}  // namespace holdfast::server
