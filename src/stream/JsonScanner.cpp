#include "stream/JsonScanner.h"

#include <utility>

#include "stream/JsonString.h"

namespace holdfast {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Behind at least one digit; nullptr where none stands there.
const char* endOfDigits(const char* at, const char* end) {
  if (at == end || !isDigit(*at)) return nullptr;
  while (at < end && isDigit(*at)) ++at;
  return at;
}

}  // namespace

const char* endOfJsonNumber(const char* at, const char* end) noexcept {
  if (at < end && *at == '-') ++at;
  const bool isZero = at < end && *at == '0';
  at = isZero ? at + 1 : endOfDigits(at, end);
  if (at != nullptr && at < end && *at == '.') at = endOfDigits(at + 1, end);
  if (at != nullptr && at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    at = endOfDigits(at, end);
  }
  return at;
}

std::optional<std::size_t> JsonScanner::scan(std::string_view text) {
  findings_.clear();
  scalars_.clear();
  if (text.size() > kMaxBytes) return kMaxBytes;
  begin_ = at_ = text.data();
  end_ = begin_ + text.size();
  depth_ = 0;
  place_ = JsonPaths::kTop;
  do {
    if (!scanValue() || !closeAll()) return offset();
  } while (depth_ > 0);
  if (at_ != end_) return offset();
  return std::nullopt;
}

/// Reads a value, or the beginning of one that holds others, up to where the first of them begins.
bool JsonScanner::scanValue() {
  for (;;) {
    skipSpaces();
    if (at_ == end_) return false;
    switch (*at_) {
      case '"': return scanString();
      case 't': return scanWord("true");
      case 'f': return scanWord("false");
      case 'n': return scanWord("null");
      case '{':
      case '[': {
        const bool isArray = *at_ == '[';
        if (!open(isArray)) return false;
        skipSpaces();
        if (at_ < end_ && *at_ == (isArray ? ']' : '}')) return true;
        if (!(isArray ? beginElement() : scanKey())) return false;
        break;
      }
      default: return scanNumber();
    }
  }
}

bool JsonScanner::open(bool isArray) {
  if (depth_ == kMaxDepth) return false;
  levels_[depth_++] = {offset(), 0, place_, isArray};
  ++at_;
  return true;
}

/// Behind a value: closes what ends here, up to where the next value begins.
bool JsonScanner::closeAll() {
  for (;;) {
    skipSpaces();
    if (depth_ == 0) return true;
    Level& level = levels_[depth_ - 1];
    if (at_ == end_) return false;
    if (*at_ == ',') {
      ++at_;
      if (!level.isArray) return scanKey();
      ++level.index;
      return beginElement();
    }
    if (*at_ != (level.isArray ? ']' : '}')) return false;
    ++at_;
    --depth_;
    find(level.isArray ? JsonKind::Array : JsonKind::Object, level.place, {level.begin, offset()});
  }
}

bool JsonScanner::beginElement() {
  const Level& level = levels_[depth_ - 1];
  place_ = paths_.element(level.place, level.index);
  return true;
}

bool JsonScanner::scanKey() {
  skipSpaces();
  if (at_ == end_ || *at_ != '"') return false;
  const char* const begin = ++at_;
  const JsonStringEnd string = scanJsonString(begin, end_);
  at_ = string.at;
  if (!string.ok) return false;
  std::string_view name{begin, static_cast<std::size_t>(at_ - begin)};
  const JsonPaths::Place parent = levels_[depth_ - 1].place;
  if (string.hasEscapes && parent != JsonPaths::kNowhere) {
    key_.clear();
    appendUnescaped(key_, name);
    name = key_;
  }
  place_ = paths_.member(parent, name);
  ++at_;
  skipSpaces();
  if (at_ == end_ || *at_ != ':') return false;
  ++at_;
  return true;
}

bool JsonScanner::scanString() {
  const std::uint32_t begin = offset() + 1;
  const JsonStringEnd string = scanJsonString(at_ + 1, end_);
  at_ = string.at;
  if (!string.ok) return false;
  const JsonSpan span{begin, offset()};
  scalars_.push_back({true, span});
  find(JsonKind::String, place_, span, string.hasEscapes);
  ++at_;
  return true;
}

bool JsonScanner::scanNumber() {
  const char* const end = endOfJsonNumber(at_, end_);
  if (end == nullptr) return false;
  const JsonSpan span{offset(), static_cast<std::uint32_t>(end - begin_)};
  at_ = end;
  scalars_.push_back({false, span});
  find(JsonKind::Number, place_, span);
  return true;
}

bool JsonScanner::scanWord(std::string_view word) {
  if (!std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.starts_with(word)) return false;
  const std::uint32_t begin = offset();
  at_ += word.size();
  if (word != "null") find(word == "true" ? JsonKind::True : JsonKind::False, place_, {begin, offset()});
  return true;
}

void JsonScanner::skipSpaces() noexcept {
  while (at_ < end_ && isSpace(*at_)) ++at_;
}

void JsonScanner::find(JsonKind kind, JsonPaths::Place place, JsonSpan span, bool hasEscapes) {
  if (const std::optional<JsonPaths::Slot> slot = paths_.slotOf(place))
    findings_.push_back({*slot, kind, hasEscapes, span});
}

}  // namespace holdfast
