#include "codec/ConversationCodec.h"

#include "codec/Json.h"

namespace holdfast::codec {

bool isConversation(std::string_view text, std::string_view id) {
  const Result<Json> json = parseJson(text);
  if (!json || !json.value().is_object()) return false;
  const Result<std::string> found = readId(json.value(), "id", "");
  return found && found.value() == id;
}

}  // namespace holdfast::codec
