// Cutting and counting UTF-8 text by its code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast::server {

std::size_t countCharacters(std::string_view text);

/// The longest start of `text` with at most `maxCharacters`. REQUIRES: UTF-8.
std::string_view firstCharacters(std::string_view text, std::size_t maxCharacters);

/// `text` if it has at most `maxCharacters`; else its start, cut behind a word where that loses little, with
/// an ellipsis, in at most `maxCharacters` in all. REQUIRES: UTF-8.
std::string shorten(std::string_view text, std::size_t maxCharacters);

/// One line: every run of white space and control characters becomes a single space, and none is left at the
/// ends.
std::string collapseSpaces(std::string_view text);

}  // namespace holdfast::server
