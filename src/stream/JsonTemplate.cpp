#include "stream/JsonTemplate.h"

#include <algorithm>

#include "common/ByteScan.h"
#include "stream/JsonString.h"

namespace holdfast {

bool JsonTemplate::match(std::string_view text) {
  if (sample_.empty()) return false;
  const char* at = text.data();
  const char* const end = at + text.size();
  std::size_t sampleAt = 0;
  for (Hole& hole : holes_) {
    const std::size_t literal = hole.span.begin - sampleAt;
    const std::size_t common = bytescan::commonSize(sample_.data() + sampleAt, at,
                                                    std::min(literal, static_cast<std::size_t>(end - at)));
    if (common < literal) return missAt(sampleAt + common);
    at += literal;
    const char* const holeEnd = endOf(hole, at, end);
    if (holeEnd == nullptr) return missAt(hole.span.begin);
    hole.shift = static_cast<std::uint32_t>(holeEnd - text.data()) - hole.span.end;
    at = holeEnd;
    sampleAt = hole.span.end;
  }
  const std::size_t literal = sample_.size() - sampleAt;
  const auto rest = static_cast<std::size_t>(end - at);
  const std::size_t common = bytescan::commonSize(sample_.data() + sampleAt, at, std::min(literal, rest));
  if (common < literal || literal < rest) return missAt(sampleAt + common);
  missedBefore_ = false;
  placeFindings();
  return true;
}

void JsonTemplate::learn(std::string_view text, const JsonScanner& scanner) {
  if (text.size() > kMaxBytes || scanner.scalars().size() > kMaxScalars) return;
  const std::optional<std::size_t> changed = scalarAt(missedAt_);
  const bool sameShape = changed && scanner.scalars().size() == scalars_.size() &&
                         scanner.scalars()[*changed].isString == scalars_[*changed].isString;
  // One event of another kind between others leaves the template alone.
  if (!sample_.empty() && !sameShape && !missedBefore_) {
    missedBefore_ = true;
    return;
  }
  std::vector<std::size_t> changing;
  if (sameShape) {
    for (const Hole& hole : holes_) changing.push_back(hole.scalar);
    changing.push_back(*changed);
    std::sort(changing.begin(), changing.end());
  }
  sample_ = text;
  scalars_ = scanner.scalars();
  found_ = scanner.findings();
  holes_.clear();
  for (const std::size_t scalar : changing)
    holes_.push_back({scalar, scalars_[scalar].isString, scalars_[scalar].span, 0, false});
}

/// Where the string or number that stands in the hole ends; nullptr where none stands there.
const char* JsonTemplate::endOf(Hole& hole, const char* at, const char* end) {
  if (!hole.isString) return endOfJsonNumber(at, end);
  const JsonStringEnd string = scanJsonString(at, end);
  hole.hasEscapes = string.hasEscapes;
  return string.ok ? string.at : nullptr;
}

bool JsonTemplate::missAt(std::size_t offset) {
  missedAt_ = offset;
  return false;
}

void JsonTemplate::placeFindings() {
  matched_ = found_;
  for (JsonFinding& finding : matched_) {
    std::uint32_t beginShift = 0;
    std::uint32_t endShift = 0;
    for (const Hole& hole : holes_) {
      if (hole.span.end < finding.span.begin) beginShift = hole.shift;
      if (hole.span.end <= finding.span.end) endShift = hole.shift;
      if (hole.isString && hole.span.begin == finding.span.begin) finding.hasEscapes = hole.hasEscapes;
    }
    finding.span.begin += beginShift;
    finding.span.end += endShift;
  }
}

/// The string or number around `offset` of the sample, if it is not among the holes.
std::optional<std::size_t> JsonTemplate::scalarAt(std::size_t offset) const {
  for (std::size_t i = 0; i < scalars_.size(); ++i) {
    if (offset < scalars_[i].span.begin || offset > scalars_[i].span.end) continue;
    const bool isHole =
        std::any_of(holes_.begin(), holes_.end(), [i](const Hole& hole) { return hole.scalar == i; });
    return isHole ? std::nullopt : std::optional{i};
  }
  return std::nullopt;
}

}  // namespace holdfast
