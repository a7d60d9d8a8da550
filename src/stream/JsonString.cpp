#include "stream/JsonString.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "common/ByteScan.h"
#include "stream/Utf8.h"

namespace holdfast {

namespace {

constexpr std::size_t kUnicodeEscape = 6;  // \uXXXX

std::string_view textOf(const char* at, const char* end) { return {at, static_cast<std::size_t>(end - at)}; }

std::optional<std::uint32_t> hexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return std::nullopt;
}

/// The code unit of a `\uXXXX` at the front of `text`, if one is there.
std::optional<std::uint32_t> codeUnit(std::string_view text) {
  if (text.size() < kUnicodeEscape || !text.starts_with("\\u")) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    const std::optional<std::uint32_t> digit = hexDigit(c);
    if (!digit) return std::nullopt;
    unit = unit << 4 | *digit;
  }
  return unit;
}

bool isHighSurrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool isLowSurrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/// What a backslash and the letter behind it stand for; 0 where they stand for nothing.
char escapedBy(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
  }
}

/// The bytes of the escape at the front of `text`; 0 where it is none.
std::size_t escapeSize(std::string_view text) {
  if (text.size() < 2) return 0;
  if (text[1] != 'u') return escapedBy(text[1]) == 0 ? 0 : 2;
  const std::optional<std::uint32_t> unit = codeUnit(text);
  if (!unit || isLowSurrogate(*unit)) return 0;
  if (!isHighSurrogate(*unit)) return kUnicodeEscape;
  const std::optional<std::uint32_t> second = codeUnit(text.substr(kUnicodeEscape));
  return second && isLowSurrogate(*second) ? 2 * kUnicodeEscape : 0;
}

bool isHigh(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// The bytes of the characters beyond ASCII at the front of `text`, which stand together in most scripts; 0
/// where the first is none.
std::size_t lettersSize(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && isHigh(text[size])) {
    const Utf8Front front = utf8Front(text.substr(size));
    if (!front.isCharacter) break;
    size += front.bytes;
  }
  return size;
}

/// Appends what the escape at the front of `text` stands for, and returns its size.
std::size_t appendEscape(std::string& out, std::string_view text) {
  if (text[1] != 'u') {
    out.push_back(escapedBy(text[1]));
    return 2;
  }
  const std::uint32_t unit = codeUnit(text).value_or(0);
  if (!isHighSurrogate(unit)) {
    appendUtf8(out, unit);
    return kUnicodeEscape;
  }
  const std::uint32_t low = codeUnit(text.substr(kUnicodeEscape)).value_or(0);
  appendUtf8(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
  return 2 * kUnicodeEscape;
}

}  // namespace

JsonStringEnd scanJsonString(const char* at, const char* end) noexcept {
  bool hasEscapes = false;
  for (;;) {
    at = bytescan::findJsonSpecialOrHigh(at, end);
    if (at == end) return {at, false, hasEscapes};
    if (*at == '"') return {at, true, hasEscapes};
    std::size_t size = 0;
    if (*at == '\\') {
      hasEscapes = true;
      size = escapeSize(textOf(at, end));
    } else if (isHigh(*at)) {
      size = lettersSize(textOf(at, end));
    }
    if (size == 0) return {at, false, hasEscapes};
    at += size;
  }
}

void appendUnescaped(std::string& out, std::string_view raw) {
  while (!raw.empty()) {
    const std::size_t plain = std::min(raw.find('\\'), raw.size());
    out.append(raw, 0, plain);
    raw.remove_prefix(plain);
    if (!raw.empty()) raw.remove_prefix(appendEscape(out, raw));
  }
}

}  // namespace holdfast
