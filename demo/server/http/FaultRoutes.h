// For demonstrations: the routes that read and set the faults, which no fault hits.
#pragma once

#include "http/FaultPlan.h"
#include "http/Router.h"

namespace holdfast::server {

/// REQUIRES: `faults` outlives the router.
void addFaultRoutes(Router& router, FaultPlan& faults);

}  // namespace holdfast::server
