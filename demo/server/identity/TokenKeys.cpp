#include "identity/TokenKeys.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "services/RandomId.h"

namespace holdfast::server {

namespace {

// RFC 7518, section 3.2: as long as the hash or longer.
constexpr std::size_t kMinSecretBytes = 32;

std::string readSecret() {
  const char* given = std::getenv("HOLDFAST_JWT_SECRET");
  std::string secret = given != nullptr ? given : "";
  if (!secret.empty() && secret.size() < kMinSecretBytes) {
    throw std::invalid_argument{"HOLDFAST_JWT_SECRET is shorter than 32 bytes: make a longer one"};
  }
  return secret;
}

std::string readPublicKey(const std::optional<std::filesystem::path>& file) {
  if (!file) return {};
  std::ifstream stream{*file, std::ios::binary};
  std::string key{std::istreambuf_iterator<char>{stream}, {}};
  if (key.find("-----BEGIN PUBLIC KEY-----") == std::string::npos) {
    throw std::invalid_argument{"--jwt-public-key holds no public key in PEM: " + file->string()};
  }
  return key;
}

/// The first server of a database makes the secret, the others find it there.
std::string shareGuestSecret(Storage& storage) {
  const std::string fresh = makeRandomId() + makeRandomId();
  boost::asio::io_context io;
  const auto keep = [&]() -> Awaitable<std::string> {
    co_return co_await storage.write(
        [&](Repositories& all) { return all.settings.keepFirst("guest-secret", fresh); });
  };
  auto kept = boost::asio::co_spawn(io, keep, boost::asio::use_future);
  io.run();
  return kept.get();
}

}  // namespace

std::optional<BearerTokens> makeTokens(const Options& options, Storage& storage) {
  if (options.auth == AuthMode::Off) return std::nullopt;
  TokenRules rules{readSecret(), readPublicKey(options.jwtPublicKey), options.jwtIssuer, options.jwtAudience,
                   ""};
  if (options.auth == AuthMode::Guests) rules.guestSecret = shareGuestSecret(storage);
  if (rules.hs256Secret.empty() && rules.rs256PublicKey.empty() && rules.guestSecret.empty()) {
    throw std::invalid_argument{
        "--auth required needs a key: set HOLDFAST_JWT_SECRET, or give --jwt-public-key FILE"};
  }
  return BearerTokens{std::move(rules)};
}

}  // namespace holdfast::server
