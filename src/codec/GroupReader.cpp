#include "codec/GroupReader.h"

#include <algorithm>
#include <limits>

namespace holdfast::codec {

namespace {

const Json& nothing() {
  static const Json none = Json::object();
  return none;
}

}  // namespace

GroupReader::GroupReader(const Json& parent, std::string_view name) : group_(&nothing()), path_(name) {
  const Json* group = name.empty() ? &parent : findMember(parent, name);
  if (group == nullptr) return;
  if (!group->is_object()) {
    error_ = fieldError("", name.empty() ? "options" : name, "must be an object");
    return;
  }
  group_ = group;
  if (!path_.empty()) path_ += '.';
}

void GroupReader::milliseconds(std::string_view name, Duration& target) {
  constexpr std::uint64_t kDay = 24 * 3'600'000;
  if (const auto ms = readWholeWithin(name, 1, kDay)) target = Duration{static_cast<Duration::rep>(*ms)};
}

void GroupReader::number(std::string_view name, double low, double high, double& target) {
  const auto number = readNumber(name);
  if (!number) return;
  if (*number >= low && *number <= high) {
    target = *number;
  } else {
    error_ = fieldError(path_, name, "is no number within its range");
  }
}

void GroupReader::share(std::string_view name, double& target) {
  number(name, std::numeric_limits<double>::denorm_min(), 1, target);
}

void GroupReader::shareOrNone(std::string_view name, double& target) {
  if (isNull(name)) target = 0;
  share(name, target);
}

void GroupReader::require(bool holds, std::string_view name, std::string_view complaint) {
  if (!error_ && !holds) error_ = fieldError(path_, name, complaint);
}

void GroupReader::order(std::string_view low, Duration lowValue, std::string_view high, Duration highValue) {
  if (!error_ && lowValue > highValue) {
    error_ = fieldError(path_, low, "must not be longer than " + std::string{high});
  }
}

bool GroupReader::isNull(std::string_view name) const {
  const auto found = group_->find(name);
  return found != group_->end() && found->is_null();
}

std::optional<std::uint64_t> GroupReader::readWholeWithin(std::string_view name, std::uint64_t low,
                                                          std::uint64_t high) {
  if (error_ || !has(name)) return std::nullopt;
  const Result<std::uint64_t> number = readWhole(*group_, name, path_, low);
  if (number && number.value() <= high) return number.value();
  error_ = number ? fieldError(path_, name, "must be at most " + std::to_string(high))
                  : std::optional{number.error()};
  return std::nullopt;
}

std::optional<std::size_t> GroupReader::readChoice(std::string_view name,
                                                   std::initializer_list<std::string_view> texts) {
  if (error_ || !has(name)) return std::nullopt;
  const Result<std::string> text = readString(*group_, name, path_);
  const auto* found = text ? std::find(texts.begin(), texts.end(), text.value()) : texts.end();
  if (found != texts.end()) return static_cast<std::size_t>(found - texts.begin());
  error_ = fieldError(path_, name, "must be one of its names");
  return std::nullopt;
}

std::optional<double> GroupReader::readNumber(std::string_view name) const {
  const Json* number = findMember(*group_, name);
  if (error_ || number == nullptr) return std::nullopt;
  return number->is_number() ? number->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace holdfast::codec
