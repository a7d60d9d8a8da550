// Counts a stream for as long as it is there.
#pragma once

#include "observability/Metrics.h"

namespace holdfast::server {

class OpenStream {
 public:
  explicit OpenStream(Metrics& metrics) : streams_(metrics.streams()) { streams_.Increment(); }
  ~OpenStream() { streams_.Decrement(); }
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;

 private:
  prometheus::Gauge& streams_;
};

}  // namespace holdfast::server
