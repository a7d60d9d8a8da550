#include "codec/JsonText.h"

#include <cstddef>

#include "common/ByteScan.h"

namespace holdfast::codec {

namespace {

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
    const char* const stop = bytescan::findJsonSpecial(text.data() + at, text.data() + text.size());
    const auto end = static_cast<std::size_t>(stop - text.data());
    out.append(text, at, end - at);
    if (end < text.size()) appendEscape(out, text[end]);
    at = end + 1;
  }
  out.push_back('"');
}

}  // namespace holdfast::codec
