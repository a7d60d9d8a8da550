#include "Options.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "repositories/StorageUrl.h"

namespace holdfast::server {

namespace {

using Complained = std::optional<std::string>;

std::optional<std::uint64_t> readNumber(const std::string& text, std::uint64_t high) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stop != end || number > high) return std::nullopt;
  return number;
}

Complained setHost(Options& options, const std::string& value) {
  boost::system::error_code error;
  boost::asio::ip::make_address(value, error);
  if (error) return "must be an IP address such as 127.0.0.1 or ::1";
  options.host = value;
  return std::nullopt;
}

Complained setPort(Options& options, const std::string& value) {
  const auto port = readNumber(value, 65535);
  if (!port) return "must be a number from 0 to 65535";
  options.port = static_cast<std::uint16_t>(*port);
  return std::nullopt;
}

Complained setDatabase(Options& options, const std::string& value) {
  if (!isStorageUrl(value)) return "must be sqlite:PATH or postgresql://USER@HOST/DATABASE";
  options.database = value;
  return std::nullopt;
}

Complained setStatic(Options& options, const std::string& value) {
  std::error_code error;
  if (!std::filesystem::is_directory(value, error)) return "is not a folder: " + value;
  options.staticFolder = value;
  return std::nullopt;
}

Complained addCorsOrigin(Options& options, const std::string& value) {
  const bool origin =
      (value.starts_with("http://") || value.starts_with("https://")) && !value.ends_with('/');
  if (!origin) return "must be an origin such as https://chat.example, without a path";
  options.corsOrigins.push_back(value);
  return std::nullopt;
}

Complained setTokenDelay(Options& options, const std::string& value) {
  const auto delay = readNumber(value, 60'000);
  if (!delay) return "must be a number of milliseconds from 0 to 60000";
  options.tokenDelay = std::chrono::milliseconds{static_cast<std::int64_t>(*delay)};
  return std::nullopt;
}

Complained setUpstream(Options& options, const std::string& value) {
  options.upstream = parseUpstreamUrl(value);
  if (!options.upstream) return "must be a URL such as https://api.openai.com/v1";
  return std::nullopt;
}

Complained setUpstreamModel(Options& options, const std::string& value) {
  if (value.empty()) return "must not be empty";
  options.upstreamModel = value;
  return std::nullopt;
}

Complained setUpstreamKind(Options& options, const std::string& value) {
  if (value != "openai" && value != "anthropic") return "must be openai or anthropic";
  options.upstreamKind = value == "openai" ? ServiceKind::OpenAi : ServiceKind::Anthropic;
  return std::nullopt;
}

Complained setAuth(Options& options, const std::string& value) {
  if (value != "off" && value != "required" && value != "guests") return "must be off, required or guests";
  options.auth = value == "off" ? AuthMode::Off : AuthMode::Required;
  if (value == "guests") options.auth = AuthMode::Guests;
  return std::nullopt;
}

Complained setJwtPublicKey(Options& options, const std::string& value) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(value, error)) return "is not a file: " + value;
  options.jwtPublicKey = value;
  return std::nullopt;
}

Complained setJwtIssuer(Options& options, const std::string& value) {
  options.jwtIssuer = value;
  return std::nullopt;
}

Complained setJwtAudience(Options& options, const std::string& value) {
  options.jwtAudience = value;
  return std::nullopt;
}

constexpr std::uint64_t kHighestLimit = 1'000'000;

template <std::uint32_t Options::*Member, std::uint64_t Lowest>
Complained setCount(Options& options, const std::string& value) {
  const auto count = readNumber(value, kHighestLimit);
  if (!count || *count < Lowest) {
    return "must be a number from " + std::to_string(Lowest) + " to " + std::to_string(kHighestLimit);
  }
  options.*Member = static_cast<std::uint32_t>(*count);
  return std::nullopt;
}

Complained setLegacyRun(Options& options, const std::string& value) {
  if (value != "on" && value != "shadow" && value != "off") return "must be on, shadow or off";
  options.legacyRun = value == "on" ? LegacyRun::On : LegacyRun::Off;
  if (value == "shadow") options.legacyRun = LegacyRun::Shadow;
  return std::nullopt;
}

Complained setLogLevelOption(Options& options, const std::string& value) {
  if (value != "info" && value != "warning" && value != "error") return "must be info, warning or error";
  options.logLevel = value == "info" ? LogLevel::Info : LogLevel::Warning;
  if (value == "error") options.logLevel = LogLevel::Error;
  return std::nullopt;
}

struct ValueOption {
  std::string_view name;
  Complained (*set)(Options&, const std::string&);
};

constexpr std::array<ValueOption, 18> kValueOptions{
    {{"--host", setHost},
     {"--port", setPort},
     {"--database", setDatabase},
     {"--static", setStatic},
     {"--cors-origin", addCorsOrigin},
     {"--token-delay-ms", setTokenDelay},
     {"--upstream", setUpstream},
     {"--upstream-model", setUpstreamModel},
     {"--upstream-kind", setUpstreamKind},
     {"--auth", setAuth},
     {"--jwt-public-key", setJwtPublicKey},
     {"--jwt-issuer", setJwtIssuer},
     {"--jwt-audience", setJwtAudience},
     {"--rate-limit", setCount<&Options::rateLimit, 0>},
     {"--stream-limit", setCount<&Options::streamLimit, 0>},
     {"--max-connections", setCount<&Options::maxConnections, 1>},
     {"--legacy-run", setLegacyRun},
     {"--log-level", setLogLevelOption}}};

/// Takes one option, and its value with it. The complaint if it is wrong.
Complained takeOption(Options& options, const std::vector<std::string>& arguments, std::size_t& index) {
  const std::string& argument = arguments[index];
  if (argument == "--demo-faults") {
    options.demoFaults = true;
    return std::nullopt;
  }
  const std::size_t equals = argument.find('=');
  const std::string name = argument.substr(0, equals);
  const auto known = std::find_if(kValueOptions.begin(), kValueOptions.end(),
                                  [&](const ValueOption& option) { return option.name == name; });
  if (known == kValueOptions.end()) return "there is no option " + argument;
  std::string value;
  if (equals != std::string::npos) {
    value = argument.substr(equals + 1);
  } else if (++index < arguments.size()) {
    value = arguments[index];
  } else {
    return name + " needs a value";
  }
  const Complained complaint = known->set(options, value);
  if (complaint) return name + " " + *complaint;
  return std::nullopt;
}

}  // namespace

std::variant<Options, HelpWanted, Complaint> parseOptions(const std::vector<std::string>& arguments) {
  if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) return HelpWanted{};
  Options options;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (const Complained complaint = takeOption(options, arguments, index)) return Complaint{*complaint};
  }
  if (options.upstream.has_value() == options.upstreamModel.empty()) {
    return Complaint{"--upstream and --upstream-model go together"};
  }
  return options;
}

std::string_view helpText() {
  return R"(holdfast-server: the reference backend of Holdfast (docs/protocol.md)

  --port N               the port to listen on; 0 takes any that is free (8080)
  --host ADDRESS         the address to listen on (127.0.0.1: this machine alone)
  --database URL         where conversations are kept: sqlite:PATH (sqlite:holdfast.sqlite), or
                         postgresql://USER:PASSWORD@HOST:PORT/DATABASE, which several servers may share;
                         a password is better kept in the environment: PGPASSWORD
  --static DIR           serve the files of this folder as the page
  --cors-origin ORIGIN   let pages of this origin call the API; may be repeated
  --token-delay-ms N     the pause before each word of a made-up answer (25)
  --upstream URL         take answers from a service, such as https://api.openai.com/v1 or
                         https://api.anthropic.com/v1; its key is read from the environment:
                         HOLDFAST_UPSTREAM_API_KEY
  --upstream-model NAME  the model to ask it for
  --upstream-kind KIND   openai or anthropic: whose API it speaks (openai)
  --auth MODE            off: everybody may do everything; required: requests need a bearer token, and a
                         conversation belongs to its user; guests: who has no token gets one (off)
  --jwt-public-key FILE  tokens are signed with RS256, and this is the key in PEM; for HS256 the secret is
                         read from the environment: HOLDFAST_JWT_SECRET, 32 bytes or more
  --jwt-issuer TEXT      the `iss` that tokens must have; any where it is left out
  --jwt-audience TEXT    the `aud` that tokens must have; any where it is left out
  --rate-limit N         requests a second for each user or address; 0 for no limit (100)
  --stream-limit N       answers at once for each user or address; 0 for no limit (16)
  --max-connections N    connections at once in all (1024)
  --legacy-run MODE      the old one-shot endpoint /agentconversation/run: on; shadow, which also compares each
                         run with what the new endpoints would have saved; or off (off)
  --log-level LEVEL      info tells of every request; warning; error (info)
  --demo-faults          let PUT /demo/faults make requests fail, for demonstrations and tests
  --help                 this text
)";
}

}  // namespace holdfast::server
