// The old one-shot call, kept for those who still use it: saving a conversation and generating its answer in
// one request. It saves as the old controller did: without numbers and decisions, so that a call that is
// repeated saves twice, and an answer whose stream breaks is lost. docs/migration.md tells the way out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Awaitable.h"
#include "Outcome.h"
#include "repositories/Storage.h"

namespace holdfast::server {

/// `POST /agentconversation/run`.
struct RunCommand {
  std::string userId;
  std::optional<std::string>
      conversationId;                    ///< Satisfies isValidId(); a new conversation where it is left out.
  std::optional<std::string> messageId;  ///< Satisfies isValidId().
  std::string content;
  std::string config;  ///< The text of a JSON object, or empty.
};

/// A run whose question is saved.
struct StartedRun {
  RunCommand command;
  std::string conversationId;
  std::string title;        ///< Of a conversation that is new; else empty.
  bool isRepeated = false;  ///< Whether the message's id was stored before.
  Message question;
  std::vector<Message> history;  ///< What is to be answered, the question last.
};

class RunService {
 public:
  explicit RunService(Storage& storage) : storage_(storage) {}

  /// Makes the conversation, if it is new, and saves the question. Problems: conversation-not-found.
  Awaitable<Outcome<StartedRun>> start(RunCommand command);

  /// Saves the answer, and gives it back as it was saved.
  Awaitable<Outcome<Message>> finish(const StartedRun& run, std::string answer);

 private:
  Storage& storage_;
};

}  // namespace holdfast::server
