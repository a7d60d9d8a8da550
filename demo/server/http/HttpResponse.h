// A whole answer, and the makers of the common ones.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Error.h"

namespace holdfast::server {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpResponse {
  int status = 200;
  HttpHeaders headers = {};
  std::string body = {};
  std::string problem = {};  ///< The code, where it is a problem.
};

/// `application/json`, not to be stored by anybody.
HttpResponse jsonResponse(int status, std::string body);

/// `application/problem+json` (RFC 9457) with the problem's own status, and with `Retry-After` unless that is
/// empty.
HttpResponse problemResponse(const Problem& problem, const std::string& retryAfter = {});

/// What a request that could not be read is told: invalid-json, invalid-field or message-too-large.
Problem problemOf(const Error& error);

}  // namespace holdfast::server
