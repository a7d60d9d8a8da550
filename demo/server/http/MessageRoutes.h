// The routes of messages: append and list.
#pragma once

#include "http/FaultPlan.h"
#include "http/Router.h"
#include "observability/Metrics.h"
#include "services/MessageService.h"

namespace holdfast::server {

/// REQUIRES: `service` and `faults` outlive the router.
void addMessageRoutes(Router& router, MessageService& service, Metrics& metrics, const FaultPlan& faults);

}  // namespace holdfast::server
