// A chat message: the one definition that the browser and the backend share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

enum class Role { System, User, Assistant, Tool };

/// How an answer ended. Everything that a person wrote is `Complete`.
enum class MessageStatus {
  Complete,
  Aborted,      ///< A person stopped it; the part that had arrived is kept.
  Interrupted,  ///< It broke off and could not be resumed; the part that had arrived is kept.
};

/// Invariants (kept by codec/MessageCodec): `id` and `parentId` satisfy isValidId(), `content` is
/// UTF-8, `createdAt` is an RFC 3339 time stamp, `metadata` is the text of a JSON object or empty.
struct Message {
  std::string id;
  Role role = Role::User;
  std::string content;
  std::string createdAt;
  std::optional<std::string> parentId = std::nullopt;
  MessageStatus status = MessageStatus::Complete;
  std::string metadata = {};
};

constexpr std::size_t kMaxIdBytes = 128;

/// Ids (of conversations, messages and writers) are 1 to 128 characters of `A-Z a-z 0-9 . _ : ~ @ + = -`.
/// They go into URLs, JSON and log records as they are, with no escaping anywhere.
[[nodiscard]] constexpr bool isValidId(std::string_view id) noexcept {
  if (id.empty() || id.size() > kMaxIdBytes) return false;
  for (const char c : id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    const bool mark =
        c == '.' || c == '_' || c == ':' || c == '~' || c == '@' || c == '+' || c == '=' || c == '-';
    if (!letter && !digit && !mark) return false;
  }
  return true;
}

}  // namespace holdfast
