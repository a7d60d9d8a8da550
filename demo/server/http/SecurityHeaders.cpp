#include "http/SecurityHeaders.h"

#include <algorithm>

namespace holdfast::server {

HttpHeaders securityHeaders() {
  return {
      {"content-security-policy",
       "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
       "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
      {"x-content-type-options", "nosniff"},
      {"referrer-policy", "no-referrer"},
      {"x-frame-options", "DENY"},
      {"cross-origin-opener-policy", "same-origin"}};
}

HttpHeaders corsHeaders(const HttpRequest& request, const std::vector<std::string>& allowedOrigins) {
  if (allowedOrigins.empty()) return {};
  HttpHeaders headers{{"vary", "Origin"}};
  const std::string origin{request.header("origin")};
  if (std::find(allowedOrigins.begin(), allowedOrigins.end(), origin) == allowedOrigins.end()) return headers;
  headers.emplace_back("access-control-allow-origin", origin);
  headers.emplace_back("access-control-expose-headers", "Retry-After");
  if (isPreflight(request)) {
    headers.emplace_back("access-control-allow-methods", "DELETE, GET, PATCH, POST, PUT");
    headers.emplace_back("access-control-allow-headers",
                         "Authorization, Cache-Control, Content-Type, Idempotency-Key, Last-Event-ID");
    headers.emplace_back("access-control-max-age", "600");
  }
  return headers;
}

bool isPreflight(const HttpRequest& request) {
  return request.method == "OPTIONS" && !request.header("origin").empty() &&
         !request.header("access-control-request-method").empty();
}

HttpResponse preflightResponse() { return {204}; }

}  // namespace holdfast::server
