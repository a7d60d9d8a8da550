// The command of `POST /conversation/create`.
#pragma once

#include <optional>
#include <string>

namespace holdfast::server {

struct CreateConversation {
  std::string userId;             ///< Whose it is to be; empty where the server knows no users.
  std::optional<std::string> id;  ///< Satisfies isValidId(); the server makes one where there is none.
  std::string title;
  std::string firstMessage;
  std::string config;                         ///< The text of a JSON object, or empty.
  std::optional<std::string> idempotencyKey;  ///< Without its quotes.
  std::string fingerprint;                    ///< Of the payload, for the key.
};

}  // namespace holdfast::server
