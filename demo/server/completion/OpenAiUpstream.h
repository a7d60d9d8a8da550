// An upstream that asks an OpenAI-compatible service: `POST {url}/chat/completions` with `stream: true`.
//
// Over https the certificate is checked against the system's authorities. What arrives is passed on at once,
// chunk by chunk. When it is cancelled, the connection is closed, and the service stops generating.
// Bounds: 10 s to connect, 60 s without a byte, 4 MiB an event.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

#include "completion/CompletionUpstream.h"
#include "completion/UpstreamUrl.h"

namespace holdfast::server {

struct OpenAiOptions {
  UpstreamUrl url;
  std::string model;
  std::string apiKey;  ///< Empty to send none.
};

class OpenAiUpstream : public CompletionUpstream {
 public:
  explicit OpenAiUpstream(OpenAiOptions options);

  [[nodiscard]] bool canResume() const noexcept override { return false; }

  /// Problems: upstream-unreachable (502), upstream-timeout (504), upstream-busy (429, with its Retry-After),
  /// upstream-refused (502).
  Awaitable<std::optional<CompletionFailure>> generate(const CompletionRequest& request,
                                                       CompletionSink& sink) override;

 private:
  [[nodiscard]] std::string encodeRequest(const CompletionRequest& request) const;

  OpenAiOptions options_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
};

}  // namespace holdfast::server
