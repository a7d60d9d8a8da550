// What the server counts, for Prometheus (`GET /metrics`). Safe to use from every thread.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

namespace holdfast::server {

class Metrics {
 public:
  Metrics();

  /// The text exposition format, version 0.0.4.
  [[nodiscard]] std::string serialize() const;

  /// A request that was answered. `route` is the pattern of the path, never the path.
  void countRequest(const std::string& method, const std::string& route, int status, double seconds);
  /// An answer that was a problem.
  void countProblem(const std::string& code);
  /// What became of a message: `stored`, `duplicate`, `rejected` or `skipped`.
  void countMessage(const std::string& result);
  /// Where an answer came from: `generated`, or `kept` where the same request was answered before.
  void countAnswer(const std::string& source);
  /// A run of the old endpoint that was compared with the new ones; `result` is `same` or `different`.
  void countShadow(const std::string& result);
  /// One thing in which they differ, such as `messages[1].content`.
  void countDifference(const std::string& kind);

  prometheus::Gauge& connections() { return connections_; }
  prometheus::Gauge& streams() { return streams_; }
  prometheus::Counter& streamEvents() { return streamEvents_; }
  prometheus::Counter& legacyRuns() { return legacyRuns_; }

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Family<prometheus::Counter>& problems_;
  prometheus::Family<prometheus::Counter>& messages_;
  prometheus::Family<prometheus::Counter>& answers_;
  prometheus::Family<prometheus::Counter>& shadows_;
  prometheus::Family<prometheus::Counter>& differences_;
  prometheus::Gauge& connections_;
  prometheus::Gauge& streams_;
  prometheus::Counter& streamEvents_;
  prometheus::Counter& legacyRuns_;
};

}  // namespace holdfast::server
