// The routes that no fault hits: the health of the server and, for demonstrations, the faults themselves.
#pragma once

#include "http/FaultPlan.h"
#include "http/Router.h"

namespace holdfast::server {

void addHealthRoute(Router& router);

/// REQUIRES: `faults` outlives the router.
void addFaultRoutes(Router& router, FaultPlan& faults);

}  // namespace holdfast::server
