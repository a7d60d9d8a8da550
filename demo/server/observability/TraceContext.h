// Where a request belongs in a trace that spans several services. Source: W3C Trace Context, the header
// `traceparent`.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server {

struct TraceContext {
  std::string traceId;   ///< 32 lower-case hexadecimal digits.
  std::string spanId;    ///< 16 of them: this server's part.
  std::string parentId;  ///< 16 of them: the caller's part; empty where none was given.
  std::string flags = "00";

  /// What goes with requests that are made for this one.
  [[nodiscard]] std::string traceparent() const { return "00-" + traceId + "-" + spanId + "-" + flags; }
};

/// Goes on with the trace of the header, or begins one where it is missing or malformed.
TraceContext continueTrace(std::string_view traceparent);

}  // namespace holdfast::server
