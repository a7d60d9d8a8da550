#include "http/MetricsRoute.h"

namespace holdfast::server {

namespace {

Awaitable<MaybeResponse> scrape(const Metrics& metrics) {
  co_return HttpResponse{
      200,
      {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}, {"cache-control", "no-store"}},
      metrics.serialize()};
}

}  // namespace

void addMetricsRoute(Router& router, const Metrics& metrics) {
  router.add({"GET", "/metrics", [&](Exchange&) { return scrape(metrics); }, kForOperators});
}

}  // namespace holdfast::server
