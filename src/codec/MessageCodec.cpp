#include "codec/MessageCodec.h"

#include <array>

#include "codec/MessageJson.h"

namespace holdfast::codec {

namespace {

constexpr std::array kRoles{Role::System, Role::User, Role::Assistant, Role::Tool};
constexpr std::array kStatuses{MessageStatus::Complete, MessageStatus::Aborted, MessageStatus::Interrupted};

template <typename Enum, std::size_t Size>
const Enum* findNamed(const std::array<Enum, Size>& values, std::string_view name) {
  for (const Enum& value : values) {
    if (nameOf(value) == name) return &value;
  }
  return nullptr;
}

/// RFC 3339 as JavaScript's toISOString() and its relatives write it: digits where digits belong.
bool looksLikeTimestamp(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() < kShape.size() + 1 || text.size() > 40) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return false;
  }
  return text.substr(kShape.size()).find_first_not_of("0123456789.:+-Z") == std::string_view::npos;
}

Result<Message> readOptionalMembers(const Json& json, std::string_view path, Message message) {
  if (findMember(json, "parentId") != nullptr) {
    Result<std::string> parent = readId(json, "parentId", path);
    if (!parent) return parent.error();
    message.parentId = std::move(parent).value();
  }
  if (findMember(json, "status") != nullptr) {
    const Result<std::string> status = readString(json, "status", path);
    if (!status) return status.error();
    const MessageStatus* known = findNamed(kStatuses, status.value());
    if (known == nullptr) return fieldError(path, "status", "must be complete, aborted or interrupted");
    message.status = *known;
  }
  if (const Json* metadata = findMember(json, "metadata")) {
    if (!metadata->is_object()) return fieldError(path, "metadata", "must be an object");
    message.metadata = dumpJson(*metadata);
  }
  return message;
}

}  // namespace

std::string_view nameOf(Role role) noexcept {
  switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
    case Role::Tool: return "tool";
  }
  return "user";
}

std::string_view nameOf(MessageStatus status) noexcept {
  switch (status) {
    case MessageStatus::Complete: return "complete";
    case MessageStatus::Aborted: return "aborted";
    case MessageStatus::Interrupted: return "interrupted";
  }
  return "complete";
}

Result<Message> messageFromJson(const Json& json, std::string_view path) {
  Message message;
  Result<std::string> id = readId(json, "id", path);
  if (!id) return id.error();
  message.id = std::move(id).value();

  const Result<std::string> role = readString(json, "role", path);
  if (!role) return role.error();
  const Role* known = findNamed(kRoles, role.value());
  if (known == nullptr) return fieldError(path, "role", "must be system, user, assistant or tool");
  message.role = *known;

  Result<std::string> content = readString(json, "content", path);
  if (!content) return content.error();
  message.content = std::move(content).value();

  Result<std::string> createdAt = readString(json, "createdAt", path);
  if (!createdAt) return createdAt.error();
  if (!looksLikeTimestamp(createdAt.value())) {
    return fieldError(path, "createdAt", "must be an RFC 3339 time stamp such as 2026-11-22T10:00:00.000Z");
  }
  message.createdAt = std::move(createdAt).value();
  return readOptionalMembers(json, path, std::move(message));
}

Json messageToJson(const Message& message) {
  Json json = {{"id", message.id},
               {"role", nameOf(message.role)},
               {"content", message.content},
               {"createdAt", message.createdAt}};
  if (message.parentId) json["parentId"] = *message.parentId;
  if (message.status != MessageStatus::Complete) json["status"] = nameOf(message.status);
  if (!message.metadata.empty()) {
    Json metadata = Json::parse(message.metadata, nullptr, /*allow_exceptions=*/false);
    if (metadata.is_object()) json["metadata"] = std::move(metadata);
  }
  return json;
}

Result<Message> decodeMessage(std::string_view text) {
  const Result<Json> json = parseJson(text);
  if (!json) return json.error();
  if (!json.value().is_object()) return fieldError("", "message", "must be an object");
  return messageFromJson(json.value(), "");
}

std::string encodeMessage(const Message& message) { return dumpJson(messageToJson(message)); }

}  // namespace holdfast::codec
