#include "services/RunComparison.h"

#include <exception>

#include "codec/AppendCodec.h"
#include "codec/MessageJson.h"
#include "services/AppendDecider.h"
#include "services/ConversationTitle.h"
#include "services/RandomId.h"

namespace holdfast::server {

namespace {

constexpr std::size_t kMaxMessageBytes = std::size_t{1024} * 1024;

/// Ends a transaction whose work is not to stay.
struct UndoneOnPurpose : std::exception {};

/// What a client of the new way sends for this run: the question, and the answer that it received. Their ids
/// are fresh, since the old way has used up those of the run.
std::string encodeAppend(const std::string& conversationId, const Message& question, const Message& answer) {
  codec::Json messages = codec::Json::array({codec::messageToJson(question), codec::messageToJson(answer)});
  messages[0]["seq"] = 1;
  messages[1]["seq"] = 2;
  return codec::dumpJson(
      {{"conversationId", conversationId}, {"writer", makeRandomId()}, {"messages", std::move(messages)}});
}

void compareMessage(const std::string& name, const std::optional<Message>& old, const AppendResult& result,
                    const std::vector<StoredMessage>& stored, Differences& differences) {
  if (!old) differences.push_back(name + ".lost");
  if (result.status == AppendStatus::Rejected) {
    differences.push_back(name + ".refused");
    return;
  }
  if (!old || !result.position || *result.position > stored.size()) return;
  const Message& fresh = stored[*result.position - 1].message;
  if (fresh.content != old->content) differences.push_back(name + ".content");
  if (fresh.role != old->role) differences.push_back(name + ".role");
}

/// The new way, in a conversation that nobody knows.
void goNewWay(Repositories& all, const StartedRun& run, const std::optional<Message>& answer,
              const std::string& generated, Differences& differences) {
  const std::string id = makeRandomId();
  const std::string title = makeTitle("", run.command.content);
  all.conversations.create({id, run.command.userId, title, run.question.createdAt, run.command.config});
  if (!run.title.empty() && run.title != title) differences.emplace_back("title");

  Message question = run.question;
  question.id = makeRandomId();
  const Message part{makeRandomId(), Role::Assistant,         generated, run.question.createdAt,
                     question.id,    MessageStatus::Complete, ""};
  const auto request = codec::decodeAppendRequest(encodeAppend(id, question, part), kMaxMessageBytes);
  if (!request) {
    differences.emplace_back("question.refused");
    return;
  }
  const auto outcome = AppendDecider{all.messages, request.value(), 0}.decide();
  const auto stored = all.messages.list(id, 0, outcome.answer.results.size());
  if (run.isRepeated) differences.emplace_back("question.repeated");
  compareMessage("question", run.question, outcome.answer.results[0], stored, differences);
  compareMessage("answer", answer, outcome.answer.results[1], stored, differences);
}

}  // namespace

Awaitable<Differences> compareRun(Storage& storage, const StartedRun& run, std::optional<Message> answer,
                                  std::string generated) {
  Differences differences;
  const auto work = [&](Repositories& all) -> bool {
    differences.clear();
    goNewWay(all, run, answer, generated, differences);
    throw UndoneOnPurpose{};
  };
  try {
    co_await storage.write(work);
  } catch (const UndoneOnPurpose&) {
    co_return differences;
  }
  co_return differences;
}

}  // namespace holdfast::server
