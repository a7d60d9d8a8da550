#include "persistence/PersistenceService.h"

#include <utility>

#include "holdfast/Message.h"

namespace holdfast {

std::optional<Error> PersistenceService::check(const MessageQueued& message) const {
  const std::string charset = " must be 1 to 128 characters of A-Z a-z 0-9 . _ : ~ @ + = -";
  if (!isValidId(message.conversationId)) {
    return Error{ErrorCode::InvalidField, "conversationId" + charset, "conversationId"};
  }
  if (!isValidId(message.messageId)) return Error{ErrorCode::InvalidField, "id" + charset, "id"};
  if (!message.payload.starts_with('{') || !message.payload.ends_with('}') || message.payload.size() < 3) {
    return Error{ErrorCode::InvalidField, "the message must be a JSON object with members", "message"};
  }
  if (message.payload.size() > config_.maxMessageBytes) {
    return Error{ErrorCode::MessageTooLarge,
                 "the message takes " + std::to_string(message.payload.size()) +
                     " bytes as JSON; the limit is " + std::to_string(config_.maxMessageBytes),
                 "content"};
  }
  return std::nullopt;
}

void PersistenceService::queue(PendingMessage message) {
  pending_.push_back(std::move(message));
  ++queued_;
}

const PersistenceService::Group* PersistenceService::closeGroup() {
  if (pending_.empty()) return nullptr;
  const Ticket ticket = ++lastTicket_;
  Group group{ticket, std::exchange(pending_, {}), std::exchange(unpark_, {})};
  return &groups_.emplace(ticket, std::move(group)).first->second;
}

std::optional<PersistenceService::Group> PersistenceService::finishGroup(Ticket ticket) {
  const auto found = groups_.find(ticket);
  if (found == groups_.end()) return std::nullopt;
  Group group = std::move(found->second);
  groups_.erase(found);
  queued_ -= static_cast<std::uint32_t>(group.messages.size());
  return group;
}

}  // namespace holdfast
