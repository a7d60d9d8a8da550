#include "codec/RetryAfter.h"

#include <array>
#include <cstdint>

namespace holdfast::codec {

namespace {

/// Reads the whole text as digits; nullopt for an empty or over-long one.
std::optional<std::int64_t> readDigits(std::string_view text) {
  if (text.empty() || text.size() > 12) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `1500ms`, and `1500.5ms` as the same.
std::optional<std::int64_t> readMilliseconds(std::string_view text) {
  if (!text.ends_with("ms")) return std::nullopt;
  text.remove_suffix(2);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return readDigits(text);
  return readDigits(text.substr(point + 1)) ? readDigits(text.substr(0, point)) : std::nullopt;
}

std::optional<unsigned> readMonth(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == name) return i + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Time> decodeRetryAfter(std::string_view text, Time now) {
  if (const auto seconds = readDigits(text)) return now + std::chrono::seconds{*seconds};
  if (const auto ms = readMilliseconds(text)) return now + Duration{*ms};

  constexpr std::string_view kShape = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != kShape.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto day = readDigits(text.substr(5, 2));
  const auto month = readMonth(text.substr(8, 3));
  const auto year = readDigits(text.substr(12, 4));
  const auto hour = readDigits(text.substr(17, 2));
  const auto minute = readDigits(text.substr(20, 2));
  const auto second = readDigits(text.substr(23, 2));
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto days = std::chrono::sys_days{date}.time_since_epoch();
  return Time{std::chrono::duration_cast<Duration>(
      days + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second})};
}

}  // namespace holdfast::codec
