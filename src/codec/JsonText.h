// Texts as they stand in a JSON document, written without building one.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::codec {

/// Appends `text` as a JSON string, quotes included: byte for byte what JSON.stringify() makes of it.
/// REQUIRES: UTF-8; what is not passes through as it is.
void appendJsonString(std::string& out, std::string_view text);

}  // namespace holdfast::codec
