// The route of the old one-shot call, while it lives.
#pragma once

#include "http/FaultPlan.h"
#include "http/LegacyRun.h"
#include "http/Router.h"
#include "observability/Metrics.h"
#include "repositories/Storage.h"
#include "services/CompletionService.h"
#include "services/RunService.h"

namespace holdfast::server {

/// REQUIRES: what is handed in outlives the router.
void addRunRoutes(Router& router, LegacyRun mode, Storage& storage, RunService& runs,
                  CompletionService& completions, Metrics& metrics, const FaultPlan& faults);

}  // namespace holdfast::server
