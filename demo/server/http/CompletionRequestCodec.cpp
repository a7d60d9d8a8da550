#include "http/CompletionRequestCodec.h"

#include "codec/MessageJson.h"

namespace holdfast::server {

namespace {

constexpr std::size_t kMaxMessages = 1000;

/// Stand-ins for what a message of the log must have and a message of a prompt need not.
constexpr std::string_view kNoId = "unnamed";
constexpr std::string_view kNoTime = "1970-01-01T00:00:00Z";

Result<Message> readMessage(codec::Json json, const std::string& path) {
  if (!json.is_object()) {
    return codec::fieldError(std::string_view{path}.substr(0, path.size() - 1), "", "must be an object");
  }
  if (codec::findMember(json, "id") == nullptr) json["id"] = kNoId;
  if (codec::findMember(json, "createdAt") == nullptr) json["createdAt"] = kNoTime;
  return codec::messageFromJson(json, path);
}

Result<CompletionRequest> readRequest(const codec::Json& json) {
  if (!json.is_object()) return codec::fieldError("", "body", "must be an object");
  const codec::Json* messages = codec::findMember(json, "messages");
  if (messages == nullptr || !messages->is_array() || messages->empty() || messages->size() > kMaxMessages) {
    return codec::fieldError("", "messages",
                             "must be an array of 1 to " + std::to_string(kMaxMessages) + " messages");
  }
  CompletionRequest request;
  request.messages.reserve(messages->size());
  for (std::size_t i = 0; i < messages->size(); ++i) {
    Result<Message> message = readMessage((*messages)[i], "messages[" + std::to_string(i) + "].");
    if (!message) return message.error();
    request.messages.push_back(std::move(message).value());
  }
  if (const codec::Json* config = codec::findMember(json, "config")) {
    if (!config->is_object()) return codec::fieldError("", "config", "must be an object");
    request.config = codec::dumpJson(*config);
  }
  if (codec::findMember(json, "requestId") != nullptr) {
    Result<std::string> requestId = codec::readId(json, "requestId", "");
    if (!requestId) return requestId.error();
    request.requestId = std::move(requestId).value();
  }
  return request;
}

}  // namespace

Result<CompletionRequest> decodeCompletionRequest(std::string_view text) {
  const Result<codec::Json> json = codec::parseJson(text);
  if (!json) return json.error();
  return readRequest(json.value());
}

}  // namespace holdfast::server
