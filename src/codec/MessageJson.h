// Messages inside larger documents. For the codecs alone.
#pragma once

#include <string_view>

#include "codec/Json.h"
#include "holdfast/Message.h"

namespace holdfast::codec {

/// `path` is what stands before the members' names in an error's field, such as `messages[3].`.
Result<Message> messageFromJson(const Json& json, std::string_view path);

Json messageToJson(const Message& message);

}  // namespace holdfast::codec
