#include "stream/DeltaReader.h"

#include <charconv>

#include "stream/JsonString.h"

namespace holdfast {

const JsonFinding* Findings::last(std::size_t slot, JsonKind kind) const noexcept {
  const JsonFinding* found = nullptr;
  for (const JsonFinding& one : all_) {
    if (one.slot == slot && one.kind == kind) found = &one;
  }
  return found;
}

const JsonFinding* Findings::string(std::size_t slot) const noexcept {
  const JsonFinding* const found = last(slot, JsonKind::String);
  return found == nullptr || found->span.begin == found->span.end ? nullptr : found;
}

bool Findings::holds(std::size_t slot, std::string_view text) const noexcept {
  const JsonFinding* const found = last(slot, JsonKind::String);
  return found != nullptr && found->span.of(text_) == text;
}

std::optional<std::uint32_t> Findings::number(std::size_t slot) const noexcept {
  const JsonFinding* const found = last(slot, JsonKind::Number);
  if (found == nullptr) return std::nullopt;
  const std::string_view digits = found->span.of(text_);
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, value);
  return failure == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

void Findings::append(std::string& out, const JsonFinding& finding) const {
  const std::string_view raw = finding.span.of(text_);
  if (finding.hasEscapes) {
    appendUnescaped(out, raw);
  } else {
    out.append(raw);
  }
}

std::string Findings::textOf(const JsonFinding& finding) const {
  std::string text;
  append(text, finding);
  return text;
}

std::optional<std::size_t> DeltaReader::read(std::string_view json) {
  text_ = json;
  findings_ = &template_.findings();
  if (template_.match(json)) return std::nullopt;
  findings_ = &scanner_.findings();
  if (const std::optional<std::size_t> wrong = scanner_.scan(json)) return wrong;
  template_.learn(json, scanner_);
  return std::nullopt;
}

}  // namespace holdfast
