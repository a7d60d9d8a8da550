#include "observability/Log.h"

#include <atomic>
#include <chrono>
#include <iostream>

#include "Clock.h"

namespace holdfast::server {

namespace {

std::atomic<LogLevel> lowestLevel{LogLevel::Info};

std::string_view nameOf(LogLevel level) {
  if (level == LogLevel::Error) return "error";
  return level == LogLevel::Warning ? "warning" : "info";
}

}  // namespace

void setLogLevel(LogLevel lowest) { lowestLevel = lowest; }

void log(LogLevel level, std::string_view event, codec::Json fields) {
  if (level < lowestLevel) return;
  fields["time"] = formatTimestamp(std::chrono::system_clock::now());
  fields["level"] = nameOf(level);
  fields["event"] = event;
  // Whole lines in one write: threads of the database log too.
  std::cerr << codec::dumpJson(fields) + '\n' << std::flush;
}

}  // namespace holdfast::server
