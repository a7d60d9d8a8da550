// `GET /metrics`, for Prometheus. It tells nothing of users or of what they write.
#pragma once

#include "http/Router.h"
#include "observability/Metrics.h"

namespace holdfast::server {

void addMetricsRoute(Router& router, const Metrics& metrics);

}  // namespace holdfast::server
