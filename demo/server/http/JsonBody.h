// The JSON of a request's body, after the checks that every route shares.
#pragma once

#include <optional>

#include "http/HttpRequest.h"
#include "http/HttpResponse.h"

namespace holdfast::server {

/// The problem of a body that is not to be parsed at all: unsupported-media-type.
std::optional<Problem> checkJsonBody(const HttpRequest& request);

}  // namespace holdfast::server
