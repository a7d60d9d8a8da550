// Who may pass: finds out who asks, and holds each client to its rate.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "http/HttpRequest.h"
#include "http/HttpResponse.h"
#include "http/Router.h"
#include "identity/BearerTokens.h"
#include "throttling/RateLimiter.h"

namespace holdfast::server {

class Gatekeeper {
 public:
  /// Without `tokens` everybody is the user without a name. REQUIRES: they outlive this object.
  Gatekeeper(const BearerTokens* tokens, std::uint32_t requestsPerSecond)
      : tokens_(tokens), rates_(requestsPerSecond) {}

  /// The client, or the answer that turns the request away: 401 unauthorized, 429 rate-limited.
  std::variant<Client, HttpResponse> admit(const HttpRequest& request, const RouteRules& rules);

 private:
  const BearerTokens* tokens_;
  RateLimiter rates_;
};

}  // namespace holdfast::server
