// A connection to a service, over TCP or over TLS. Over TLS the certificate is checked against the system's
// authorities and the host's name. Errors: boost::system::system_error; beast::error::timeout where the
// service takes longer than 10 s to connect or is silent for 60 s.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "Awaitable.h"
#include "completion/UpstreamUrl.h"

namespace holdfast::server {

class UpstreamConnection {
 public:
  /// REQUIRES: `tls` outlives this object; not open yet.
  Awaitable<void> open(UpstreamUrl url, boost::asio::ssl::context& tls);

  /// Writes all of it. REQUIRES: open.
  Awaitable<void> write(std::string bytes);

  /// How many bytes came; 0 at the end. REQUIRES: open.
  Awaitable<std::size_t> readSome(boost::asio::mutable_buffer room);

 private:
  using Plain = boost::beast::tcp_stream;
  using Secured = boost::beast::ssl_stream<Plain>;

  Plain& lowest() { return secured_ ? secured_->next_layer() : *plain_; }

  std::optional<Plain> plain_;
  std::optional<Secured> secured_;
};

}  // namespace holdfast::server
