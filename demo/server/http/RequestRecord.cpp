#include "http/RequestRecord.h"

#include <cmath>

#include "observability/Log.h"

namespace holdfast::server {

namespace {

constexpr int kFirstServerError = 500;

}  // namespace

void RequestRecord::finish(int status, const std::string& problem, Metrics& metrics) const {
  const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - begunAt_;
  // What is no route has whatever name and method its caller made up.
  metrics.countRequest(route_ == kNoRoute ? "any" : request_.method, route_, status, duration.count());
  if (!problem.empty()) metrics.countProblem(problem);

  codec::Json fields = {{"method", request_.method}, {"route", route_},
                        {"status", status},          {"durationMs", std::round(duration.count() * 1e6) / 1e3},
                        {"traceId", trace_.traceId}, {"spanId", trace_.spanId}};
  if (!trace_.parentId.empty()) fields["parentSpanId"] = trace_.parentId;
  if (!problem.empty()) fields["problem"] = problem;
  if (!failure_.empty()) fields["failure"] = failure_;
  log(failure_.empty() && status < kFirstServerError ? LogLevel::Info : LogLevel::Error, "request",
      std::move(fields));
}

}  // namespace holdfast::server
