// The log: one JSON object a line on standard error, with `time`, `level` and `event`, and what else there is
// to tell of that event.
#pragma once

#include <string_view>

#include "codec/Json.h"

namespace holdfast::server {

enum class LogLevel { Info, Warning, Error };

/// What is below this level is left out. Info, unless it was set.
void setLogLevel(LogLevel lowest);

/// `fields` is an object; its texts may hold any bytes.
void log(LogLevel level, std::string_view event, codec::Json fields = codec::Json::object());

}  // namespace holdfast::server
