// The events of one answer are alike: between one and the next only a few strings and numbers change. A
// template is a text that was read, and which of its strings and numbers have been seen to change. Another
// text that is the same outside of them, and has strings and numbers there, is JSON as the first was, and its
// findings stand in the same places; so comparing bytes takes the place of reading them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stream/JsonScanner.h"

namespace holdfast {

class JsonTemplate {
 public:
  /// Larger texts, or texts with more strings and numbers, make no template.
  static constexpr std::size_t kMaxBytes = 4096;
  static constexpr std::size_t kMaxScalars = 64;

  /// Whether `text` follows the template. Where it does, findings() are its own; where it does not, the place
  /// is remembered for learn().
  [[nodiscard]] bool match(std::string_view text);

  [[nodiscard]] const std::vector<JsonFinding>& findings() const noexcept { return matched_; }

  /// `text` did not match, but is JSON, and `scanner` has just read it. Where it differs from the template by
  /// one more string or number, that may change from now on; a text of another shape takes the template's
  /// place.
  void learn(std::string_view text, const JsonScanner& scanner);

 private:
  struct Hole {
    std::size_t scalar;
    bool isString;
    JsonSpan span;
    /// How far what stands behind it is moved in the text that was matched, modulo 2^32.
    std::uint32_t shift;
    bool hasEscapes;
  };

  [[nodiscard]] static const char* endOf(Hole& hole, const char* at, const char* end);
  [[nodiscard]] bool missAt(std::size_t offset);
  void placeFindings();
  [[nodiscard]] std::optional<std::size_t> scalarAt(std::size_t offset) const;

  std::string sample_;
  std::vector<JsonScalar> scalars_;
  std::vector<JsonFinding> found_;
  std::vector<JsonFinding> matched_;
  std::vector<Hole> holes_;
  /// Where in the sample the last text left it.
  std::size_t missedAt_ = 0;
  bool missedBefore_ = false;
};

}  // namespace holdfast
