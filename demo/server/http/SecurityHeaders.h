// The headers that every answer carries: what a page from here may do, and which other origins may read it.
#pragma once

#include <string>
#include <vector>

#include "http/HttpRequest.h"
#include "http/HttpResponse.h"

namespace holdfast::server {

/// Content-Security-Policy and its relatives. `'wasm-unsafe-eval'` lets the page compile its WebAssembly;
/// nothing lets it run text as code.
HttpHeaders securityHeaders();

/// The CORS headers of an answer to `request`, for the origins that are allowed (none by default).
HttpHeaders corsHeaders(const HttpRequest& request, const std::vector<std::string>& allowedOrigins);

/// Whether the request is a CORS preflight, which no route answers.
bool isPreflight(const HttpRequest& request);

/// The answer to a preflight, without corsHeaders().
HttpResponse preflightResponse();

}  // namespace holdfast::server
