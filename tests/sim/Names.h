// Messages, conversations and tabs have numbers here, and names where the core sees them.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::sim {

using MessageNo = std::uint32_t;
using ConversationNo = std::uint32_t;

inline std::string nameOf(char kind, std::uint32_t number) { return kind + std::to_string(number); }
inline std::string messageName(MessageNo number) { return nameOf('m', number); }
inline std::string conversationName(ConversationNo number) { return nameOf('c', number); }

/// The number in a name of this kind; nullopt where it is none.
inline std::optional<std::uint32_t> numberIn(char kind, std::string_view name) {
  if (name.empty() || name.front() != kind) return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return number;
}

inline constexpr std::string_view kPayloadBegin = R"({"id":")";
inline constexpr std::string_view kPayloadMiddle = R"(","role":"user","content":")";
inline constexpr std::string_view kPayloadEnd = R"(","createdAt":"2026-11-22T10:00:00.000Z"})";

inline char contentOf(MessageNo number) { return static_cast<char>('a' + number % 26); }

/// The payload of a message, as the JavaScript side makes it: `size` bytes of content.
inline std::string payloadOf(MessageNo number, std::uint32_t size) {
  const std::string name = messageName(number);
  std::string payload;
  payload.reserve(kPayloadBegin.size() + name.size() + kPayloadMiddle.size() + size + kPayloadEnd.size());
  payload.append(kPayloadBegin).append(name).append(kPayloadMiddle);
  return payload.append(size, contentOf(number)).append(kPayloadEnd);
}

/// Whether this is that payload but for its first byte, as it lies in a request.
inline bool isRestOfPayload(std::string_view text, MessageNo number, std::uint32_t size) {
  const auto take = [&text](std::string_view part) {
    const bool isThere = text.starts_with(part);
    if (isThere) text.remove_prefix(part.size());
    return isThere;
  };
  if (!take(kPayloadBegin.substr(1)) || !take(messageName(number)) || !take(kPayloadMiddle)) return false;
  const std::size_t content = std::min(text.find_first_not_of(contentOf(number)), text.size());
  text.remove_prefix(content);
  return content == size && text == kPayloadEnd;
}

}  // namespace holdfast::sim
