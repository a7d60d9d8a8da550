// Reads the usual answer to a batch in one pass and without a document: an answer is read after every
// request, and that was most of what the core did with it.
#pragma once

#include <optional>
#include <string_view>

#include "holdfast/Append.h"

namespace holdfast::codec {

/// The answer, as decodeAppendAnswer() would read it. nullopt where the text is anything but compact JSON of
/// the members that every answer has, once each and in any order: spaces, escapes, other characters than
/// ASCII, problems, other members and mistakes are left to the general reader.
[[nodiscard]] std::optional<AppendAnswer> scanAppendAnswer(std::string_view text);

}  // namespace holdfast::codec
