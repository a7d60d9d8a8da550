#include "codec/JsonText.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace holdfast::codec {

namespace {

using Word = std::uint64_t;

constexpr Word kOnes = 0x0101010101010101;
constexpr Word kHighs = 0x8080808080808080;

/// Marks bytes that are zero, by their high bits; above the lowest mark there may be false ones.
constexpr Word zeros(Word word) { return (word - kOnes) & ~word & kHighs; }

/// Whether any of eight bytes has to be escaped: a control character, a quote or a backslash.
bool needsEscape(Word word) {
  constexpr unsigned kFirstPlain = 0x20;
  const Word controls = (word - kOnes * kFirstPlain) & ~word & kHighs;
  return (controls | zeros(word ^ (kOnes * '"')) | zeros(word ^ (kOnes * '\\'))) != 0;
}

bool needsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// Where the first byte from `at` on has to be escaped; the size where none has.
std::size_t endOfPlain(std::string_view text, std::size_t at) {
  for (; at + sizeof(Word) <= text.size(); at += sizeof(Word)) {
    Word word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if (needsEscape(word)) break;
  }
  while (at < text.size() && !needsEscape(text[at])) ++at;
  return at;
}

void appendEscape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = endOfPlain(text, at);
    out.append(text, at, end - at);
    if (end < text.size()) appendEscape(out, text[end]);
    at = end + 1;
  }
  out.push_back('"');
}

}  // namespace holdfast::codec
