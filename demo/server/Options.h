// The command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "completion/UpstreamUrl.h"

namespace holdfast::server {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;                        ///< 0 for any that is free.
  std::string database = "sqlite:holdfast.sqlite";  ///< What openStorage() takes.
  std::optional<std::filesystem::path> staticFolder = std::nullopt;
  std::vector<std::string> corsOrigins = {};
  std::chrono::milliseconds tokenDelay{25};
  std::optional<UpstreamUrl> upstream = std::nullopt;
  std::string upstreamModel = {};
  bool demoFaults = false;
};

struct HelpWanted {};

/// A command line that is wrong, and how.
struct Complaint {
  std::string text;
};

std::variant<Options, HelpWanted, Complaint> parseOptions(const std::vector<std::string>& arguments);

std::string_view helpText();

}  // namespace holdfast::server
