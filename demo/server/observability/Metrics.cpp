#include "observability/Metrics.h"

#include <prometheus/text_serializer.h>

namespace holdfast::server {

namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

/// Upper bounds in seconds: from a read in memory to a stream of a minute.
const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                       0.25,  0.5,    1,     2.5,  5,     10,   60};

prometheus::Family<prometheus::Counter>& counters(prometheus::Registry& registry, const char* name,
                                                  const char* help) {
  return BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

Metrics::Metrics()
    : requests_(counters(registry_, "holdfast_http_requests_total", "Requests that were answered.")),
      durations_(BuildHistogram()
                     .Name("holdfast_http_request_seconds")
                     .Help("From the request's last byte to the answer's, streams included.")
                     .Register(registry_)),
      problems_(counters(registry_, "holdfast_problems_total", "Answers that were problems, by their code.")),
      messages_(counters(registry_, "holdfast_messages_total", "What became of appended messages.")),
      answers_(counters(registry_, "holdfast_answers_total", "Streams of answers, by where they came from.")),
      shadows_(counters(registry_, "holdfast_shadow_comparisons_total",
                        "Runs of the old endpoint compared with what the new ones would have saved.")),
      differences_(counters(registry_, "holdfast_shadow_differences_total",
                            "Differences between what the old endpoint saved and the new ones would have.")),
      connections_(gauge(registry_, "holdfast_connections", "Connections that are open.")),
      streams_(gauge(registry_, "holdfast_streams", "Answers that stream.")),
      streamEvents_(
          counters(registry_, "holdfast_stream_events_total", "Events of answers that were sent.").Add({})),
      legacyRuns_(
          counters(registry_, "holdfast_legacy_runs_total", "Uses of the old one-shot endpoint.").Add({})) {}

std::string Metrics::serialize() const { return prometheus::TextSerializer{}.Serialize(registry_.Collect()); }

void Metrics::countRequest(const std::string& method, const std::string& route, int status, double seconds) {
  requests_.Add({{"method", method}, {"route", route}, {"status", std::to_string(status)}}).Increment();
  durations_.Add({{"method", method}, {"route", route}}, kSeconds).Observe(seconds);
}

void Metrics::countProblem(const std::string& code) { problems_.Add({{"code", code}}).Increment(); }

void Metrics::countMessage(const std::string& result) { messages_.Add({{"result", result}}).Increment(); }

void Metrics::countAnswer(const std::string& source) { answers_.Add({{"source", source}}).Increment(); }

void Metrics::countShadow(const std::string& result) { shadows_.Add({{"result", result}}).Increment(); }

void Metrics::countDifference(const std::string& kind) { differences_.Add({{"in", kind}}).Increment(); }

}  // namespace holdfast::server
