// A message and its place in its conversation.
#pragma once

#include <cstdint>
#include <string>

#include "holdfast/Message.h"

namespace holdfast::server {

/// Positions count 1, 2, 3, … in each conversation, without gaps.
using Position = std::uint64_t;

struct StoredMessage {
  Position position = 0;
  Message message;
};

struct MessagePlace {
  std::string conversationId;
  Position position = 0;
};

}  // namespace holdfast::server
