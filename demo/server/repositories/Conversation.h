// A conversation as it is stored.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast::server {

struct Conversation {
  std::string id;
  std::string title;
  std::string createdAt;    ///< RFC 3339, UTC, milliseconds.
  std::string config = {};  ///< The text of a JSON object; empty where none was given.
  std::uint64_t messageCount = 0;
};

}  // namespace holdfast::server
