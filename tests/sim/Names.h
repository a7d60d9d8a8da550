// Messages, conversations and tabs have numbers here, and names where the core sees them.
#pragma once

#include <charconv>
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

/// The payload of a message, as the JavaScript side makes it: `size` bytes of content.
inline std::string payloadOf(MessageNo number, std::uint32_t size) {
  std::string payload = R"({"id":")" + messageName(number) + R"(","role":"user","content":")";
  payload.append(size, static_cast<char>('a' + number % 26));
  return payload.append(R"(","createdAt":"2026-11-22T10:00:00.000Z"})");
}

}  // namespace holdfast::sim
