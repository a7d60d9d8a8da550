#include "completion/UpstreamConnection.h"

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

namespace holdfast::server {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds kConnectTimeout{10};
constexpr std::chrono::seconds kIdleTimeout{60};

}  // namespace

Awaitable<void> UpstreamConnection::open(UpstreamUrl url, asio::ssl::context& tls) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver{executor};
  const auto endpoints = co_await resolver.async_resolve(url.host, url.port, asio::use_awaitable);
  plain_.emplace(executor);
  plain_->expires_after(kConnectTimeout);
  co_await plain_->async_connect(endpoints, asio::use_awaitable);
  if (!url.secure) co_return;

  secured_.emplace(std::move(*plain_), tls);
  secured_->set_verify_callback(asio::ssl::host_name_verification{url.host});
  if (SSL_set_tlsext_host_name(secured_->native_handle(), url.host.c_str()) != 1) {
    throw boost::system::system_error{asio::error::invalid_argument};
  }
  co_await secured_->async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

Awaitable<void> UpstreamConnection::write(std::string bytes) {
  lowest().expires_after(kIdleTimeout);
  if (secured_) {
    co_await asio::async_write(*secured_, asio::buffer(bytes), asio::use_awaitable);
  } else {
    co_await asio::async_write(*plain_, asio::buffer(bytes), asio::use_awaitable);
  }
}

Awaitable<std::size_t> UpstreamConnection::readSome(asio::mutable_buffer room) {
  lowest().expires_after(kIdleTimeout);
  error_code error;
  std::size_t bytes = 0;
  if (secured_) {
    bytes = co_await secured_->async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
  } else {
    bytes = co_await plain_->async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
  }
  // Many services close a TLS connection without saying so; whether the answer was whole is told by what
  // came.
  const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
  if (error && !ended) throw boost::system::system_error{error};
  co_return ended ? 0 : bytes;
}

}  // namespace holdfast::server
