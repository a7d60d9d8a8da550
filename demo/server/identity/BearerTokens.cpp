#include "identity/BearerTokens.h"

#include <jwt.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>

#include "codec/Json.h"
#include "services/RandomId.h"

namespace holdfast::server {

namespace {

using std::chrono::seconds;

constexpr std::size_t kMaxTokenBytes = 8192;
constexpr std::size_t kMaxUserIdBytes = 255;
// Clocks of two machines differ by this much and more work is not worth a refusal.
constexpr seconds kLeeway{30};
constexpr std::chrono::hours kGuestLife{30 * 24};
constexpr std::string_view kGuestIssuer = "holdfast-guests";
constexpr std::string_view kGuestPrefix = "guest:";

struct FreeToken {
  void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

struct FreeText {
  void operator()(char* text) const noexcept { std::free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string textClaim(const Token& token, const char* name) {
  const char* text = jwt_get_grant(token.get(), name);
  return text == nullptr ? std::string{} : std::string{text};
}

/// What the header says: libjwt keeps the algorithm itself for tokens that it has verified.
std::string_view algorithmOf(const Token& token) {
  const char* name = jwt_get_header(token.get(), "alg");
  return name == nullptr ? std::string_view{} : std::string_view{name};
}

/// Nothing where the claim is missing or is no whole number.
std::optional<long> numberClaim(const Token& token, const char* name) {
  errno = 0;
  const long number = jwt_get_grant_int(token.get(), name);
  if (errno != 0) return std::nullopt;
  return number;
}

bool isInTime(const Token& token, BearerTokens::Time now) {
  const auto secondsNow = std::chrono::duration_cast<seconds>(now.time_since_epoch());
  const auto expiry = numberClaim(token, "exp");
  if (!expiry || secondsNow - kLeeway >= seconds{*expiry}) return false;
  const auto begin = numberClaim(token, "nbf");
  return !begin || secondsNow + kLeeway >= seconds{*begin};
}

/// `aud` is a text or an array of texts.
bool isFor(const Token& token, const std::string& audience) {
  if (audience.empty() || textClaim(token, "aud") == audience) return true;
  const Text json{jwt_get_grants_json(token.get(), "aud")};
  const Result<codec::Json> all = codec::parseJson(json ? std::string_view{json.get()} : "null");
  if (!all || !all.value().is_array()) return false;
  for (const codec::Json& one : all.value()) {
    if (one == audience) return true;
  }
  return false;
}

bool isUserId(std::string_view text) {
  if (text.empty() || text.size() > kMaxUserIdBytes) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7F) return false;
  }
  return true;
}

/// The token without a look at its signature; only the algorithm that it claims is of use.
Token parse(const std::string& text) {
  jwt_t* token = nullptr;
  if (text.empty() || text.size() > kMaxTokenBytes) return nullptr;
  if (jwt_decode(&token, text.c_str(), nullptr, 0) != 0) return nullptr;
  return Token{token};
}

/// The token, where it is signed by that key with that algorithm.
Token verify(const std::string& text, jwt_alg_t algorithm, const std::string& key) {
  jwt_t* decoded = nullptr;
  if (key.empty()) return nullptr;
  if (jwt_decode(&decoded, text.c_str(), bytesOf(key), static_cast<int>(key.size())) != 0) return nullptr;
  Token token{decoded};
  return jwt_get_alg(decoded) == algorithm ? std::move(token) : nullptr;
}

void require(int failure) {
  if (failure != 0) throw std::bad_alloc{};
}

}  // namespace

std::optional<std::string> BearerTokens::userOf(const std::string& token, Time now) const {
  const Token claimed = parse(token);
  if (!claimed) return std::nullopt;
  // The key is chosen by the algorithm, so that a public key is never taken for a shared secret.
  const std::string_view algorithm = algorithmOf(claimed);
  const bool guest = textClaim(claimed, "iss") == kGuestIssuer;
  Token verified;
  if (algorithm == "HS256") {
    verified = verify(token, JWT_ALG_HS256, guest ? rules_.guestSecret : rules_.hs256Secret);
  } else if (algorithm == "RS256" && !guest) {
    verified = verify(token, JWT_ALG_RS256, rules_.rs256PublicKey);
  }
  if (!verified || !isInTime(verified, now)) return std::nullopt;
  std::string userId = textClaim(verified, "sub");
  if (!isUserId(userId) || userId.starts_with(kGuestPrefix) != guest) return std::nullopt;
  if (guest) return userId;
  const bool wanted = (rules_.issuer.empty() || textClaim(verified, "iss") == rules_.issuer) &&
                      isFor(verified, rules_.audience);
  if (!wanted) return std::nullopt;
  return userId;
}

GuestToken BearerTokens::makeGuest(Time now) const {
  const auto toSeconds = [](Time time) {
    return static_cast<long>(std::chrono::duration_cast<seconds>(time.time_since_epoch()).count());
  };
  GuestToken guest{"", std::string{kGuestPrefix} + makeRandomId(), now + kGuestLife};
  jwt_t* made = nullptr;
  require(jwt_new(&made));
  const Token token{made};
  require(jwt_add_grant(made, "iss", kGuestIssuer.data()));
  require(jwt_add_grant(made, "sub", guest.userId.c_str()));
  require(jwt_add_grant_int(made, "iat", toSeconds(now)));
  require(jwt_add_grant_int(made, "exp", toSeconds(guest.expiresAt)));
  require(jwt_set_alg(made, JWT_ALG_HS256, bytesOf(rules_.guestSecret),
                      static_cast<int>(rules_.guestSecret.size())));
  const Text text{jwt_encode_str(made)};
  if (!text) throw std::bad_alloc{};
  guest.token = text.get();
  return guest;
}

}  // namespace holdfast::server
