#include "http/FaultRoutes.h"

#include "http/JsonBody.h"

namespace holdfast::server {

namespace {

Awaitable<MaybeResponse> getFaults(const FaultPlan& faults) {
  co_return jsonResponse(200, encodeFaultPlan(faults));
}

Awaitable<MaybeResponse> putFaults(FaultPlan& faults, Exchange& exchange) {
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  const Result<FaultPlan> plan = decodeFaultPlan(exchange.request.body);
  if (!plan) co_return problemResponse(problemOf(plan.error()));
  faults = plan.value();
  co_return jsonResponse(200, encodeFaultPlan(faults));
}

}  // namespace

void addFaultRoutes(Router& router, FaultPlan& faults) {
  router.add({"GET", "/demo/faults", [&](Exchange&) { return getFaults(faults); }, kForOperators});
  router.add({"PUT", "/demo/faults", [&](Exchange& exchange) { return putFaults(faults, exchange); },
              kForOperators});
}

}  // namespace holdfast::server
