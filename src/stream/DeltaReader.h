// Reads the JSON of one event after the other, and tells a dialect what stands at the places that it named.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stream/JsonScanner.h"
#include "stream/JsonTemplate.h"

namespace holdfast {

/// What was found in one event. Slots are those of the dialect's paths.
class Findings {
 public:
  Findings(std::string_view text, std::span<const JsonFinding> all) : text_(text), all_(all) {}

  [[nodiscard]] std::span<const JsonFinding> all() const noexcept { return all_; }

  /// The last string in this slot; nullptr where there is none, or where it is empty.
  [[nodiscard]] const JsonFinding* string(std::size_t slot) const noexcept;

  /// Whether the slot holds this string, which needs no escapes.
  [[nodiscard]] bool holds(std::size_t slot, std::string_view text) const noexcept;

  /// The whole number in this slot; none where there is none, or one that is too large.
  [[nodiscard]] std::optional<std::uint32_t> number(std::size_t slot) const noexcept;

  [[nodiscard]] const JsonFinding* last(std::size_t slot, JsonKind kind) const noexcept;

  /// Appends what a string stands for; of anything else, its JSON.
  void append(std::string& out, const JsonFinding& finding) const;
  [[nodiscard]] std::string textOf(const JsonFinding& finding) const;

  /// The same for a part of the findings.
  [[nodiscard]] Findings within(std::size_t begin, std::size_t end) const noexcept {
    return {text_, all_.subspan(begin, end - begin)};
  }

 private:
  std::string_view text_;
  std::span<const JsonFinding> all_;
};

class DeltaReader {
 public:
  explicit DeltaReader(JsonPaths paths) : scanner_(std::move(paths)) {}
  DeltaReader(const DeltaReader&) = delete;
  DeltaReader& operator=(const DeltaReader&) = delete;

  /// The offset of the first byte that is wrong; none where all of it is JSON.
  [[nodiscard]] std::optional<std::size_t> read(std::string_view json);

  /// Of the last text; valid while it is.
  [[nodiscard]] Findings findings() const noexcept { return {text_, *findings_}; }

 private:
  JsonScanner scanner_;
  JsonTemplate template_;
  std::string_view text_;
  const std::vector<JsonFinding>* findings_ = &scanner_.findings();
};

}  // namespace holdfast
