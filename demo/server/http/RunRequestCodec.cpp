#include "http/RunRequestCodec.h"

#include <limits>

#include "codec/Json.h"

namespace holdfast::server {

namespace {

/// The body has a limit; what is in it has none of its own.
constexpr std::size_t kAnyLength = std::numeric_limits<std::size_t>::max();

Result<RunCommand> readCommand(const codec::Json& json) {
  if (!json.is_object()) return codec::fieldError("", "body", "must be an object");
  RunCommand command;
  if (codec::findMember(json, "conversationId") != nullptr) {
    Result<std::string> id = codec::readId(json, "conversationId", "");
    if (!id) return id.error();
    command.conversationId = std::move(id).value();
  }
  const codec::Json* message = codec::findMember(json, "message");
  if (message == nullptr || !message->is_object()) {
    return codec::fieldError("", "message", "must be an object");
  }
  const Result<std::string> messageId = codec::readId(*message, "id", "message.");
  if (messageId) command.messageId = messageId.value();
  Result<std::string> content = codec::readString(*message, "content", "message.", kAnyLength);
  if (!content) return content.error();
  command.content = std::move(content).value();
  if (const codec::Json* config = codec::findMember(json, "config")) {
    if (!config->is_object()) return codec::fieldError("", "config", "must be an object");
    command.config = codec::dumpJson(*config);
  }
  return command;
}

}  // namespace

Result<RunCommand> decodeRunCommand(std::string_view text) {
  const Result<codec::Json> json = codec::parseJson(text);
  if (!json) return json.error();
  return readCommand(json.value());
}

}  // namespace holdfast::server
