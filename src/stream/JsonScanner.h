// Reads a JSON text (RFC 8259) from its first byte to its last, builds nothing, and remembers where the
// values stand that somebody wants. Strict: what is no JSON to the letter is reported with its offset.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stream/JsonPaths.h"

namespace holdfast {

/// Where a value stands in its text. Of a string: what is between its quotes.
struct JsonSpan {
  std::uint32_t begin;
  std::uint32_t end;

  [[nodiscard]] std::string_view of(std::string_view text) const noexcept {
    return text.substr(begin, end - begin);
  }
};

enum class JsonKind : std::uint8_t { String, Number, True, False, Object, Array };

/// A value at the end of a path; `null` is none. An object or array comes behind the values within it, and a
/// value whose name stands twice in one object comes twice.
struct JsonFinding {
  JsonPaths::Slot slot;
  JsonKind kind;
  bool hasEscapes;
  JsonSpan span;
};

/// A string or a number, wherever it stands.
struct JsonScalar {
  bool isString;
  JsonSpan span;
};

class JsonScanner {
 public:
  /// Deeper texts are an error.
  static constexpr std::size_t kMaxDepth = 512;
  /// Longer texts are an error.
  static constexpr std::size_t kMaxBytes = UINT32_MAX;

  explicit JsonScanner(JsonPaths paths) : paths_(std::move(paths)) {}

  /// The offset of the first byte that is wrong; none where all of it is JSON.
  [[nodiscard]] std::optional<std::size_t> scan(std::string_view text);

  /// Of the last text, if it was JSON: in the order in which the values end.
  [[nodiscard]] const std::vector<JsonFinding>& findings() const noexcept { return findings_; }

  /// Of the last text, if it was JSON: in the order of the text.
  [[nodiscard]] const std::vector<JsonScalar>& scalars() const noexcept { return scalars_; }

 private:
  struct Level {
    std::uint32_t begin;
    std::uint32_t index;
    JsonPaths::Place place;
    bool isArray;
  };

  [[nodiscard]] bool scanValue();
  [[nodiscard]] bool open(bool isArray);
  [[nodiscard]] bool closeAll();
  [[nodiscard]] bool beginElement();
  [[nodiscard]] bool scanKey();
  [[nodiscard]] bool scanString();
  [[nodiscard]] bool scanNumber();
  [[nodiscard]] bool scanWord(std::string_view word);
  void skipSpaces() noexcept;
  void find(JsonKind kind, JsonPaths::Place place, JsonSpan span, bool hasEscapes = false);
  [[nodiscard]] std::uint32_t offset() const noexcept { return static_cast<std::uint32_t>(at_ - begin_); }

  JsonPaths paths_;
  std::vector<JsonFinding> findings_;
  std::vector<JsonScalar> scalars_;
  std::string key_;
  std::array<Level, kMaxDepth> levels_{};
  std::size_t depth_ = 0;
  /// Of the value that comes next.
  JsonPaths::Place place_ = JsonPaths::kTop;
  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

/// Where the number (RFC 8259, section 6) at the front of a text ends; nullptr where none stands there.
[[nodiscard]] const char* endOfJsonNumber(const char* at, const char* end) noexcept;

}  // namespace holdfast
