// The route of answers: server-sent events with ids.
#pragma once

#include "http/FaultPlan.h"
#include "http/Router.h"
#include "services/CompletionService.h"

namespace holdfast::server {

/// REQUIRES: what is handed in outlives the router.
void addCompletionRoutes(Router& router, CompletionService& service, Metrics& metrics,
                         const FaultPlan& faults);

}  // namespace holdfast::server
