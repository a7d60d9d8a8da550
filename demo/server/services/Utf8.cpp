#include "services/Utf8.h"

#include <algorithm>

namespace holdfast::server {

namespace {

bool startsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

bool isSpaceOrControl(char byte) {
  constexpr unsigned char kDelete = 0x7F;
  const auto code = static_cast<unsigned char>(byte);
  return code <= ' ' || code == kDelete;
}

}  // namespace

std::size_t countCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), startsCharacter));
}

std::string_view firstCharacters(std::string_view text, std::size_t maxCharacters) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (startsCharacter(text[i]) && ++characters > maxCharacters) return text.substr(0, i);
  }
  return text;
}

std::string shorten(std::string_view text, std::size_t maxCharacters) {
  if (countCharacters(text) <= maxCharacters) return std::string{text};
  std::string_view start = firstCharacters(text, maxCharacters - 1);
  const std::size_t space = start.rfind(' ');
  const bool insideWord = text[start.size()] != ' ';
  if (insideWord && space != std::string_view::npos && space >= start.size() / 2)
    start = start.substr(0, space);
  start = start.substr(0, start.find_last_not_of(" ,;:-") + 1);
  return std::string{start} + "…";
}

std::string collapseSpaces(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : text) {
    if (!isSpaceOrControl(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace holdfast::server
