// A conversation as it is stored.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast::server {

struct Conversation {
  std::string id;
  std::string owner;  ///< The user whom it belongs to; empty where the server knows no users.
  std::string title;
  std::string createdAt;    ///< RFC 3339, UTC, milliseconds.
  std::string config = {};  ///< The text of a JSON object; empty where none was given.
  std::uint64_t messageCount = 0;
  std::string deletedAt = {};  ///< As `createdAt`; empty while it is there.

  /// Only its id and owner are left of a deleted one, so that nothing makes it anew.
  [[nodiscard]] bool isDeleted() const noexcept { return !deletedAt.empty(); }
};

}  // namespace holdfast::server
