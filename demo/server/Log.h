// One line on standard error, with the time.
#pragma once

#include <string_view>

namespace holdfast::server {

void logLine(std::string_view line);

}  // namespace holdfast::server
