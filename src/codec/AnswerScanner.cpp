#include "codec/AnswerScanner.h"

#include <algorithm>
#include <utility>

#include "codec/AppendStatusName.h"

namespace holdfast::codec {

namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  /// Takes this text off the front. False where it is not there.
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  [[nodiscard]] bool isAtEnd() const noexcept { return rest_.empty(); }

  std::optional<std::string_view> text() {
    if (!take("\"")) return std::nullopt;
    const auto end = std::find_if(rest_.begin(), rest_.end(), [](char c) { return c == '"' || !isPlain(c); });
    if (end == rest_.end() || *end != '"') return std::nullopt;
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    return taken;
  }

  std::optional<std::uint64_t> whole() {
    constexpr std::size_t kMostDigits = 16;
    std::uint64_t number = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (digits == kMostDigits || (digits == 1 && number == 0)) return std::nullopt;
      number = number * 10 + static_cast<std::uint64_t>(rest_[digits] - '0');
    }
    rest_.remove_prefix(digits);
    // A fraction or an exponent follows no number here: it meets neither a comma nor a bracket.
    return digits == 0 || number > kMaxSeq ? std::nullopt : std::optional{number};
  }

  /// Reads the members of an object. `member` takes the value that follows a name; false where it cannot.
  template <typename Member>
  bool object(Member member) {
    if (!take("{")) return false;
    do {
      const std::optional<std::string_view> name = text();
      if (!name || !take(":") || !member(*name)) return false;
    } while (take(","));
    return take("}");
  }

 private:
  static bool isPlain(char c) { return c >= ' ' && c <= '~' && c != '\\'; }

  std::string_view rest_;
};

/// Sets what was not set before. False where it was, or where there is nothing.
template <typename Value>
bool setOnce(std::optional<Value>& place, std::optional<Value> value) {
  if (place || !value) return false;
  place = std::move(value);
  return true;
}

std::optional<AppendResult> scanResult(Scanner& scanner) {
  std::optional<std::uint64_t> seq;
  std::optional<std::uint64_t> position;
  std::optional<std::string_view> id;
  std::optional<std::string_view> statusName;
  const bool isRead = scanner.object([&](std::string_view name) {
    if (name == "seq") return setOnce(seq, scanner.whole());
    if (name == "position") return setOnce(position, scanner.whole());
    if (name == "id") return setOnce(id, scanner.text());
    return name == "status" && setOnce(statusName, scanner.text());
  });
  if (!isRead || !statusName || seq.value_or(0) == 0) return std::nullopt;
  const std::optional<AppendStatus> status = statusNamed(*statusName);
  if (!status) return std::nullopt;
  return AppendResult{*seq, std::string{id.value_or("")}, *status, position};
}

std::optional<std::vector<AppendResult>> scanResults(Scanner& scanner) {
  std::vector<AppendResult> results;
  if (!scanner.take("[")) return std::nullopt;
  if (scanner.take("]")) return results;
  do {
    std::optional<AppendResult> result = scanResult(scanner);
    if (!result) return std::nullopt;
    results.push_back(std::move(*result));
  } while (scanner.take(","));
  if (!scanner.take("]")) return std::nullopt;
  return results;
}

}  // namespace

std::optional<AppendAnswer> scanAppendAnswer(std::string_view text) {
  Scanner scanner{text};
  std::optional<std::string_view> conversationId;
  std::optional<std::string_view> writer;
  std::optional<std::uint64_t> nextSeq;
  std::optional<std::vector<AppendResult>> results;
  const bool isRead = scanner.object([&](std::string_view name) {
    if (name == "conversationId") return setOnce(conversationId, scanner.text());
    if (name == "writer") return setOnce(writer, scanner.text());
    if (name == "nextSeq") return setOnce(nextSeq, scanner.whole());
    return name == "results" && setOnce(results, scanResults(scanner));
  });
  const bool isWhole = isRead && scanner.isAtEnd() && isValidId(conversationId.value_or("")) &&
                       isValidId(writer.value_or("")) && nextSeq.value_or(0) > 0 && results;
  if (!isWhole) return std::nullopt;
  return AppendAnswer{std::string{*conversationId}, std::string{*writer}, *nextSeq, std::move(*results)};
}

}  // namespace holdfast::codec
