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
#include "http/LegacyRun.h"
#include "observability/Log.h"

namespace holdfast::server {

/// Who may use the server.
enum class AuthMode {
  Off,       ///< Everybody, and there are no users.
  Required,  ///< Who has a bearer token that holds.
  Guests     ///< As Required; and who has none gets one for a new user from POST /session/guest.
};

enum class ServiceKind { OpenAi, Anthropic };

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;                        ///< 0 for any that is free.
  std::string database = "sqlite:holdfast.sqlite";  ///< What openStorage() takes.
  std::optional<std::filesystem::path> staticFolder = std::nullopt;
  std::vector<std::string> corsOrigins = {};
  std::chrono::milliseconds tokenDelay{25};
  std::optional<UpstreamUrl> upstream = std::nullopt;
  std::string upstreamModel = {};
  ServiceKind upstreamKind = ServiceKind::OpenAi;
  AuthMode auth = AuthMode::Off;
  std::optional<std::filesystem::path> jwtPublicKey = std::nullopt;
  std::string jwtIssuer = {};
  std::string jwtAudience = {};
  std::uint32_t rateLimit = 100;        ///< Requests a second for each client; 0 for no limit.
  std::uint32_t streamLimit = 16;       ///< Answers at once for each client; 0 for no limit.
  std::uint32_t maxConnections = 1024;  ///< In all.
  LegacyRun legacyRun = LegacyRun::Off;
  LogLevel logLevel = LogLevel::Info;
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
