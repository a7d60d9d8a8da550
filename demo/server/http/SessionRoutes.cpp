#include "http/SessionRoutes.h"

#include <chrono>

#include "Clock.h"
#include "codec/Json.h"

namespace holdfast::server {

namespace {

Awaitable<MaybeResponse> openGuestSession(const BearerTokens& tokens) {
  const GuestToken guest = tokens.makeGuest(std::chrono::system_clock::now());
  co_return jsonResponse(201, codec::dumpJson({{"token", guest.token},
                                               {"userId", guest.userId},
                                               {"expiresAt", formatTimestamp(guest.expiresAt)}}));
}

}  // namespace

void addSessionRoutes(Router& router, const BearerTokens& tokens) {
  router.add(
      {"POST", "/session/guest", [&](Exchange&) { return openGuestSession(tokens); }, {.needsUser = false}});
}

}  // namespace holdfast::server
