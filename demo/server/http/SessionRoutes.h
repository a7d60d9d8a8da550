// `POST /session/guest`: a token for somebody who has no account.
#pragma once

#include "http/Router.h"
#include "identity/BearerTokens.h"

namespace holdfast::server {

/// REQUIRES: `tokens` takes guests, and outlives the router.
void addSessionRoutes(Router& router, const BearerTokens& tokens);

}  // namespace holdfast::server
