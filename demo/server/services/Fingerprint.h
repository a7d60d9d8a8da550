// SHA-256 as lower-case hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server {

std::string fingerprintOf(std::string_view bytes);

}  // namespace holdfast::server
