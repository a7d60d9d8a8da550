// Which route answers a request. Patterns are paths in which `{}` stands for one segment that is an id
// (isValidId()).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "Awaitable.h"
#include "http/EventStream.h"
#include "http/HttpRequest.h"
#include "http/HttpResponse.h"
#include "observability/TraceContext.h"

namespace holdfast::server {

/// Who asks.
struct Client {
  std::string userId;  ///< Empty where the server knows no users.
  std::string key;     ///< What limits are counted by: the user, or the address where there is none.
};

/// A request on its way through a route.
struct Exchange {
  const HttpRequest& request;
  EventStream& stream;
  const TraceContext& trace;
  Client client = {};
  std::vector<std::string> captures = {};  ///< What stood for each `{}` of the pattern.
};

/// No response: the stream was used, or the connection is to be closed without an answer.
using MaybeResponse = std::optional<HttpResponse>;
using RouteHandler = std::function<Awaitable<MaybeResponse>(Exchange&)>;

struct RouteRules {
  bool takesFaults = true;  ///< Whether demonstration faults hit it.
  bool needsUser = true;    ///< Whether it takes a bearer token, where the server knows users.
  bool isLimited = true;    ///< Whether it counts against the client's rate.
};
/// For those who run the server, and for what watches over it.
constexpr RouteRules kForOperators{false, false, false};

struct Route {
  std::string method;
  std::string pattern;
  RouteHandler handler;
  RouteRules rules = {};
};

struct RouteMatch {
  const Route* route;
  std::vector<std::string> captures;
};

/// The path exists, for these methods only (as in `Allow`).
struct MethodMismatch {
  std::string allow;
};

class Router {
 public:
  void add(Route route) { routes_.push_back(std::move(route)); }

  /// Monostate where no route has that path.
  [[nodiscard]] std::variant<std::monostate, MethodMismatch, RouteMatch> find(std::string_view method,
                                                                              std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace holdfast::server
