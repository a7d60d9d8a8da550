// Who may see a conversation: its owner, for as long as it is not deleted. To everybody else it is one that
// does not exist, so that nobody learns which ids are taken.
#pragma once

#include <optional>
#include <string>

#include "Outcome.h"
#include "repositories/Conversation.h"

namespace holdfast::server {

/// What was found under that id, if the user may see it. Problems: conversation-not-found.
Outcome<Conversation> requireOwned(std::optional<Conversation> found, const std::string& id,
                                   const std::string& userId);

/// The problem that every route gives for an id that it does not know.
Problem conversationNotFound(const std::string& id);

}  // namespace holdfast::server
