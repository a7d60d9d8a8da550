// The routes of conversations: create, get, list.
#pragma once

#include "http/FaultPlan.h"
#include "http/Router.h"
#include "services/ConversationService.h"

namespace holdfast::server {

/// REQUIRES: `service` and `faults` outlive the router.
void addConversationRoutes(Router& router, ConversationService& service, const FaultPlan& faults);

}  // namespace holdfast::server
