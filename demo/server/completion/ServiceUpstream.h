// An upstream that asks a service over HTTP: it posts what its ServiceFormat makes of the request, and reads
// the answer by it.
//
// Over https the certificate is checked against the system's authorities. What arrives is passed on at once,
// chunk by chunk. When it is cancelled, the connection is closed, and the service stops generating.
// Bounds: 10 s to connect, 60 s without a byte, 4 MiB an event.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "completion/CompletionUpstream.h"
#include "completion/ServiceFormat.h"
#include "completion/UpstreamUrl.h"

namespace holdfast::server {

class ServiceUpstream : public CompletionUpstream {
 public:
  ServiceUpstream(UpstreamUrl url, std::unique_ptr<ServiceFormat> format);

  [[nodiscard]] bool canResume() const noexcept override { return false; }

  /// Problems: upstream-unreachable (502), upstream-timeout (504), upstream-busy (429, with its Retry-After),
  /// upstream-refused (502).
  Awaitable<std::optional<CompletionFailure>> generate(const CompletionRequest& request,
                                                       CompletionSink& sink) override;

 private:
  UpstreamUrl url_;
  std::unique_ptr<ServiceFormat> format_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
};

}  // namespace holdfast::server
