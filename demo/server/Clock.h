// The server's clock, as it is written on the wire.
#pragma once

#include <chrono>
#include <string>

namespace holdfast::server {

/// RFC 3339, UTC, milliseconds: `2026-11-22T10:00:00.000Z`. Texts of this form sort by time.
std::string formatTimestamp(std::chrono::system_clock::time_point time);

}  // namespace holdfast::server
