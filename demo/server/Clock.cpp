#include "Clock.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace holdfast::server {

std::string formatTimestamp(std::chrono::system_clock::time_point time) {
  using std::chrono::milliseconds;
  const auto sinceEpoch = std::chrono::floor<milliseconds>(time).time_since_epoch();
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> date{};
  const std::size_t dateBytes = std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(sinceEpoch.count() % 1000));
  return std::string{date.data(), dateBytes} + fraction.data();
}

}  // namespace holdfast::server
