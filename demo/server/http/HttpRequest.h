// A request as the routes see it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::server {

struct HttpRequest {
  std::string method;
  std::string path;                                       ///< Without the query; percent escapes are decoded.
  std::map<std::string, std::string, std::less<>> query;  ///< Of a name given twice, the last one.
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
  std::string body;
  std::string peer;  ///< The address that it came from.

  /// Empty where there is none. `name` is in lower case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Takes a request target apart into path and query. False where it is no origin-form target, has a broken
/// escape, or hides a NUL in one.
[[nodiscard]] bool parseTarget(std::string_view target, HttpRequest& request);

}  // namespace holdfast::server
