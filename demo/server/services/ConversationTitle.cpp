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

/// Up to the first `.`, `!` or `?` that a space follows. Full stops at the end go, the other marks stay.
std::string_view firstSentence(std::string_view line) {
  constexpr std::string_view kMarks = ".!?";
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool ends = i + 1 == line.size() || line[i + 1] == ' ';
    if (!ends || kMarks.find(line[i]) == std::string_view::npos) continue;
    const std::string_view sentence = line.substr(0, i + 1);
    return sentence.substr(0, sentence.find_last_not_of('.') + 1);
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
