// One group of options, read member by member.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "codec/Json.h"
#include "holdfast/Error.h"
#include "holdfast/Time.h"

namespace holdfast::codec {

/// A member that is missing leaves its target as it is; the first that is wrong is remembered, and nothing is
/// read after it.
class GroupReader {
 public:
  /// The member `name` of `parent`, or `parent` itself where the name is empty. REQUIRES: `parent` lives
  /// longer.
  GroupReader(const Json& parent, std::string_view name);

  template <typename Number>
  void whole(std::string_view name, std::uint64_t low, std::uint64_t high, Number& target) {
    if (const auto number = readWholeWithin(name, low, high)) target = static_cast<Number>(*number);
  }

  /// As whole(), and 0 for null: what is not judged.
  template <typename Number>
  void wholeOrNone(std::string_view name, std::uint64_t low, std::uint64_t high, Number& target) {
    if (isNull(name)) target = 0;
    whole(name, low, high, target);
  }

  /// From 1 ms to a day.
  void milliseconds(std::string_view name, Duration& target);

  void number(std::string_view name, double low, double high, double& target);

  /// A share of a whole, above 0 and up to 1.
  void share(std::string_view name, double& target);

  /// As share(), and 0 for null: what is not judged.
  void shareOrNone(std::string_view name, double& target);

  /// One of the texts, as the enumerator of its place.
  template <typename Enumeration>
  void choice(std::string_view name, std::initializer_list<std::string_view> texts, Enumeration& target) {
    if (const auto place = readChoice(name, texts)) target = static_cast<Enumeration>(*place);
  }

  [[nodiscard]] bool has(std::string_view name) const { return findMember(*group_, name) != nullptr; }

  void require(bool holds, std::string_view name, std::string_view complaint);

  void order(std::string_view low, Duration lowValue, std::string_view high, Duration highValue);

  [[nodiscard]] std::optional<Error> error() const { return error_; }

 private:
  [[nodiscard]] bool isNull(std::string_view name) const;
  std::optional<std::uint64_t> readWholeWithin(std::string_view name, std::uint64_t low, std::uint64_t high);
  std::optional<std::size_t> readChoice(std::string_view name, std::initializer_list<std::string_view> texts);
  /// nullopt where it is missing, or where something was wrong before.
  [[nodiscard]] std::optional<double> readNumber(std::string_view name) const;

  const Json* group_;
  std::string path_;
  std::optional<Error> error_;
};

}  // namespace holdfast::codec
