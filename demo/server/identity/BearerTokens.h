// Who a bearer token is for. Tokens are JSON Web Tokens (RFC 7519), signed with HS256 or RS256; libjwt checks
// the signatures. A token holds where its signature is right, by the key for its algorithm; `exp` is there
// and ahead, `nbf` is past; `iss` and `aud` are those that are wanted; and `sub` names the user.
//
// Guests get tokens of the server's own, for a user who is made with them.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace holdfast::server {

struct TokenRules {
  std::string hs256Secret;     ///< Empty to refuse HS256.
  std::string rs256PublicKey;  ///< PEM; empty to refuse RS256.
  std::string issuer;          ///< Empty to take any.
  std::string audience;        ///< Empty to take any.
  std::string guestSecret;     ///< Signs the tokens of guests; empty where there are none.
};

struct GuestToken {
  std::string token;
  std::string userId;
  std::chrono::system_clock::time_point expiresAt;
};

class BearerTokens {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit BearerTokens(TokenRules rules) : rules_(std::move(rules)) {}

  /// The user's id; nothing for a token that does not hold.
  [[nodiscard]] std::optional<std::string> userOf(const std::string& token, Time now) const;

  [[nodiscard]] bool takesGuests() const noexcept { return !rules_.guestSecret.empty(); }
  /// A new guest. REQUIRES: takesGuests().
  [[nodiscard]] GuestToken makeGuest(Time now) const;

 private:
  TokenRules rules_;
};

}  // namespace holdfast::server
