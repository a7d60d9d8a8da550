// What was answered to a create request that carried an `Idempotency-Key`.
#pragma once

#include <string>

namespace holdfast::server {

struct IdempotencyRecord {
  std::string owner;  ///< As of a Conversation: each has keys of their own.
  std::string key;
  std::string fingerprint;  ///< Of the payload: the same payload has the same one.
  int status = 201;
  std::string answer;     ///< The body, byte for byte.
  std::string createdAt;  ///< RFC 3339, UTC, milliseconds.
};

}  // namespace holdfast::server
