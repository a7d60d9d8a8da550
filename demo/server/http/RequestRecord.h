// What is told of every request: a line in the log and the counts of /metrics. Neither holds what was sent.
#pragma once

#include <chrono>
#include <string>

#include "http/HttpRequest.h"
#include "observability/Metrics.h"
#include "observability/TraceContext.h"

namespace holdfast::server {

class RequestRecord {
 public:
  explicit RequestRecord(const HttpRequest& request)
      : request_(request), trace_(continueTrace(request.header("traceparent"))) {}

  [[nodiscard]] const TraceContext& trace() const noexcept { return trace_; }
  /// The pattern of the path.
  void setRoute(const std::string& pattern) { route_ = pattern; }
  /// What went wrong on this side.
  void setFailure(const std::string& failure) { failure_ = failure; }

  /// `status` is 0 where nothing was answered; `problem` is its code, or empty.
  void finish(int status, const std::string& problem, Metrics& metrics) const;

 private:
  static constexpr const char* kNoRoute = "other";

  const HttpRequest& request_;
  TraceContext trace_;
  std::string route_ = kNoRoute;
  std::string failure_;
  std::chrono::steady_clock::time_point begunAt_ = std::chrono::steady_clock::now();
};

}  // namespace holdfast::server
