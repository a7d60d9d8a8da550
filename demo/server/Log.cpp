#include "Log.h"

#include <chrono>
#include <iostream>

#include "Clock.h"

namespace holdfast::server {

void logLine(std::string_view line) {
  std::cerr << formatTimestamp(std::chrono::system_clock::now()) << ' ' << line << '\n' << std::flush;
}

}  // namespace holdfast::server
