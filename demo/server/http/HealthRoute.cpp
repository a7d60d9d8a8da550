#include "http/HealthRoute.h"

namespace holdfast::server {

namespace {

Awaitable<MaybeResponse> health(Storage& storage) {
  // Beginning a transaction is asking whether the database is there.
  co_await storage.read([](Repositories&) { return true; });
  co_return jsonResponse(200, R"({"status":"ok"})");
}

}  // namespace

void addHealthRoute(Router& router, Storage& storage) {
  router.add({"GET", "/health", [&](Exchange&) { return health(storage); }, kForOperators});
}

}  // namespace holdfast::server
