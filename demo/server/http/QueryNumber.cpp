#include "http/QueryNumber.h"

#include <charconv>
#include <string>

#include "codec/Json.h"
#include "holdfast/Append.h"

namespace holdfast::server {

std::optional<std::uint64_t> parseWhole(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number > kMaxSeq) {
    return std::nullopt;
  }
  return number;
}

Result<std::uint64_t> readQueryNumber(const HttpRequest& request, std::string_view name, NumberRange range,
                                      std::uint64_t fallback) {
  const auto given = request.query.find(name);
  if (given == request.query.end()) return fallback;
  const auto number = parseWhole(given->second);
  if (!number || *number < range.low || *number > range.high) {
    const std::string high = range.high == kMaxSeq ? "2^53 - 1" : std::to_string(range.high);
    return codec::fieldError("", name,
                             "must be a whole number from " + std::to_string(range.low) + " to " + high);
  }
  return *number;
}

}  // namespace holdfast::server
