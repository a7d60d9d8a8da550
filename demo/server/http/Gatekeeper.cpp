#include "http/Gatekeeper.h"

#include <boost/beast/core/string.hpp>
#include <chrono>

namespace holdfast::server {

namespace {

/// Empty where there is none. The scheme's name has no case (RFC 9110, section 11.1).
std::string bearerToken(const HttpRequest& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view header = request.header("authorization");
  if (header.size() < kScheme.size()) return {};
  if (!boost::beast::iequals(header.substr(0, kScheme.size()), kScheme)) return {};
  return std::string{header.substr(kScheme.size())};
}

HttpResponse unauthorized(bool hadToken) {
  HttpResponse response = problemResponse(
      {401, "unauthorized", hadToken ? "The bearer token does not hold" : "A bearer token is needed",
       hadToken ? "it is malformed, expired, or not signed for this server"
                : "send Authorization: Bearer TOKEN",
       "Authorization"});
  // RFC 6750, section 3: no error code where no token was sent.
  response.headers.emplace_back("www-authenticate", hadToken ? R"(Bearer error="invalid_token")" : "Bearer");
  return response;
}

HttpResponse rateLimited(std::chrono::seconds wait) {
  return problemResponse({429, "rate-limited", "Too many requests", "slow down, and try again"},
                         std::to_string(wait.count()));
}

}  // namespace

std::variant<Client, HttpResponse> Gatekeeper::admit(const HttpRequest& request, const RouteRules& rules) {
  Client client{"", "address " + request.peer};
  if (tokens_ != nullptr && rules.needsUser) {
    const std::string token = bearerToken(request);
    auto userId = tokens_->userOf(token, std::chrono::system_clock::now());
    if (!userId) return unauthorized(!token.empty());
    client = {*userId, "user " + *userId};
  }
  if (rules.isLimited) {
    const auto wait = rates_.take(client.key, std::chrono::steady_clock::now());
    if (wait) return rateLimited(*wait);
  }
  return client;
}

}  // namespace holdfast::server
