// The answer of `POST /conversation/create`, protocol v1.
#pragma once

#include <string_view>

namespace holdfast::codec {

/// True where the text is a JSON object that describes the conversation with this id.
[[nodiscard]] bool isConversation(std::string_view text, std::string_view id);

}  // namespace holdfast::codec
