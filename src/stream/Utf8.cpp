#include "stream/Utf8.h"

#include <algorithm>

#include "common/ByteScan.h"

namespace holdfast {

namespace {

struct Range {
  unsigned char low;
  unsigned char high;
};

unsigned char byteAt(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// How long the character that begins with `lead` is; 0 where none does.
std::size_t sizeOf(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

/// Which second bytes keep a character from being overlong, a surrogate or too large.
Range secondOf(unsigned char lead) {
  switch (lead) {
    case 0xE0: return {0xA0, 0xBF};
    case 0xED: return {0x80, 0x9F};
    case 0xF0: return {0x90, 0xBF};
    case 0xF4: return {0x80, 0x8F};
    default: return {0x80, 0xBF};
  }
}

}  // namespace

Utf8Front utf8Front(std::string_view text) noexcept {
  const unsigned char lead = byteAt(text, 0);
  const std::size_t size = sizeOf(lead);
  if (size == 0) return {1, false, false};
  Range allowed = secondOf(lead);
  for (std::size_t at = 1; at < size; ++at) {
    if (at == text.size()) return {at, false, true};
    if (byteAt(text, at) < allowed.low || byteAt(text, at) > allowed.high) return {at, false, false};
    allowed = {0x80, 0xBF};
  }
  return {size, true, false};
}

void appendReplacingInvalid(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const char* const end = text.data() + text.size();
    const auto plain = static_cast<std::size_t>(bytescan::findHigh(text.data(), end) - text.data());
    out.append(text, 0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const Utf8Front front = utf8Front(text);
    out.append(front.isCharacter ? text.substr(0, front.bytes) : std::string_view{"\xEF\xBF\xBD"});
    text.remove_prefix(front.bytes);
  }
}

std::size_t cutAtEnd(std::string_view text) noexcept {
  constexpr std::size_t kMostCut = 3;
  for (std::size_t back = 1; back <= std::min(kMostCut, text.size()); ++back) {
    const std::string_view end = text.substr(text.size() - back);
    if ((byteAt(end, 0) & 0xC0) == 0x80) continue;
    return utf8Front(end).isCut ? back : 0;
  }
  return 0;
}

void appendUtf8(std::string& out, std::uint32_t codePoint) {
  const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (codePoint < 0x80) {
    push(codePoint);
  } else if (codePoint < 0x800) {
    push(0xC0 | codePoint >> 6);
    push(0x80 | (codePoint & 0x3F));
  } else if (codePoint < 0x10000) {
    push(0xE0 | codePoint >> 12);
    push(0x80 | (codePoint >> 6 & 0x3F));
    push(0x80 | (codePoint & 0x3F));
  } else {
    push(0xF0 | codePoint >> 18);
    push(0x80 | (codePoint >> 12 & 0x3F));
    push(0x80 | (codePoint >> 6 & 0x3F));
    push(0x80 | (codePoint & 0x3F));
  }
}

}  // namespace holdfast
