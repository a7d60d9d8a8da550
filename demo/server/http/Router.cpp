#include "http/Router.h"

#include "holdfast/Message.h"

namespace holdfast::server {

namespace {

std::string_view takeSegment(std::string_view& path) {
  const std::string_view segment = path.substr(0, path.find('/', 1));
  path.remove_prefix(segment.size());
  return segment;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> captures;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = takeSegment(pattern);
    const std::string_view found = takeSegment(path);
    if (expected == "/{}" && isValidId(found.substr(1))) {
      captures.emplace_back(found.substr(1));
    } else if (expected != found) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return captures;
}

}  // namespace

std::variant<std::monostate, MethodMismatch, RouteMatch> Router::find(std::string_view method,
                                                                      std::string_view path) const {
  std::string allow;
  for (const Route& route : routes_) {
    auto captures = match(route.pattern, path);
    if (!captures) continue;
    if (route.method == method) return RouteMatch{&route, std::move(*captures)};
    allow += (allow.empty() ? "" : ", ") + route.method;
  }
  if (allow.empty()) return std::monostate{};
  return MethodMismatch{std::move(allow)};
}

}  // namespace holdfast::server
