// Strings of JSON (RFC 8259, section 7), as they stand between their quotes.
#pragma once

#include <string>
#include <string_view>

namespace holdfast {

/// Where a string ended, or what was wrong.
struct JsonStringEnd {
  /// The closing quote; where !ok, the first byte that is wrong, or the end of the text.
  const char* at;
  bool ok;
  bool hasEscapes;
};

/// `at` is behind the opening quote. Wrong are control characters, unknown escapes, halves of surrogate pairs
/// and what is no UTF-8.
[[nodiscard]] JsonStringEnd scanJsonString(const char* at, const char* end) noexcept;

/// Appends what `raw`, which scanJsonString() has passed, stands for.
void appendUnescaped(std::string& out, std::string_view raw);

}  // namespace holdfast
