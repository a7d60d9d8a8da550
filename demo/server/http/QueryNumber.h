// Whole numbers in query strings and headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "holdfast/Error.h"
#include "http/HttpRequest.h"

namespace holdfast::server {

struct NumberRange {
  std::uint64_t low;
  std::uint64_t high;
};

/// Decimal digits and nothing else, at most 2^53 - 1.
std::optional<std::uint64_t> parseWhole(std::string_view text);

/// The query member `name`, or `fallback` where it is not given. Errors: InvalidField with its name.
Result<std::uint64_t> readQueryNumber(const HttpRequest& request, std::string_view name, NumberRange range,
                                      std::uint64_t fallback);

}  // namespace holdfast::server
