#include "services/ConversationTitle.h"

#include "services/Utf8.h"

namespace holdfast::server {

namespace {

// No title needs more of a long message than this.
constexpr std::size_t kReadCharacters = 2000;

std::string_view firstLine(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_first_of("\r\n", start) - start);
}

/// Up to the first `.`, `!` or `?` that a space follows. The full stop goes, the other marks stay.
std::string_view firstSentence(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool last = i + 1 == line.size();
    if (line[i] != '.' && line[i] != '!' && line[i] != '?') continue;
    if (last || line[i + 1] == ' ') return line.substr(0, line[i] == '.' ? i : i + 1);
  }
  return line;
}

}  // namespace

std::string makeTitle(std::string_view title, std::string_view firstMessage) {
  const std::string given = collapseSpaces(firstCharacters(title, kReadCharacters));
  if (!given.empty()) return shorten(given, kMaxTitleCharacters);
  const std::string line = collapseSpaces(firstLine(firstCharacters(firstMessage, kReadCharacters)));
  const std::string_view sentence = firstSentence(line);
  if (!sentence.empty()) return shorten(sentence, kMaxTitleCharacters);
  return line.empty() ? "New conversation" : shorten(line, kMaxTitleCharacters);
}

}  // namespace holdfast::server
