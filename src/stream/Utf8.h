// UTF-8 as the Unicode standard has it (chapter 3.9): no overlong forms, no surrogates, nothing above
// U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast {

/// What stands at the front of a text.
struct Utf8Front {
  /// Of the character, or of the longest beginning of one that the text holds in its place; 1 to 4.
  std::size_t bytes;
  bool isCharacter;
  /// The text ends in the middle of a character.
  bool isCut;
};

/// REQUIRES: `text` is not empty.
[[nodiscard]] Utf8Front utf8Front(std::string_view text) noexcept;

/// Appends `text`, with U+FFFD in place of what is no UTF-8, as the WHATWG Encoding standard decodes it.
void appendReplacingInvalid(std::string& out, std::string_view text);

/// How many bytes at the end of `text` are the beginning of a character that may still be completed.
[[nodiscard]] std::size_t cutAtEnd(std::string_view text) noexcept;

/// REQUIRES: a code point that is no surrogate.
void appendUtf8(std::string& out, std::uint32_t codePoint);

}  // namespace holdfast
