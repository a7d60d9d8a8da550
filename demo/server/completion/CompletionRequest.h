// What `POST /completion/generate` asks for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "holdfast/Message.h"

namespace holdfast::server {

struct CompletionRequest {
  std::vector<Message> messages;  ///< At least one. Ids and times may be missing.
  std::string config = {};        ///< The text of a JSON object, or empty.
  std::string requestId = {};     ///< Empty where none was given.
  std::string traceparent = {};   ///< Goes with what is asked of other services; may be empty.
  /// The number of the last event that the client has; 0 for a first attempt.
  std::uint64_t lastEventId = 0;
};

}  // namespace holdfast::server
