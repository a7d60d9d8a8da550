#include "codec/QueuedMessages.h"

#include <string>
#include <utility>

#include "codec/JsonText.h"

namespace holdfast::codec {

namespace {

/// Takes the text up to the next line feed off the front.
std::string_view takeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

QueuedMessages::QueuedMessages(std::string_view bytes) : left_(0), sizes_({}), texts_(bytes) {
  constexpr std::uint64_t kSizeBytes = 4;
  left_ = texts_.u32();
  sizes_ = ByteReader{texts_.bytes(kSizeBytes * left_)};
}

std::optional<MessageQueued> QueuedMessages::next() {
  if (left_ == 0) return std::nullopt;
  --left_;
  std::string_view content = texts_.bytes(sizes_.u32());
  if (!ok()) return std::nullopt;
  constexpr std::size_t kNames = 64;
  std::string payload;
  payload.reserve(content.size() + kNames);
  const std::string_view conversationId = takeLine(content);
  const std::string_view messageId = takeLine(content);
  const std::string_view role = takeLine(content);
  const std::string_view createdAt = takeLine(content);
  const std::string_view members = takeLine(content);
  payload.append(R"({"id":")").append(messageId);
  payload.append(R"(","role":")").append(role).append(R"(","content":)");
  appendJsonString(payload, content);
  payload.append(R"(,"createdAt":")").append(createdAt).append("\"").append(members).push_back('}');
  return MessageQueued{std::string{conversationId}, std::string{messageId}, std::move(payload)};
}

}  // namespace holdfast::codec
