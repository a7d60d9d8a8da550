// Accepts connections and starts a session on each.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

#include "Awaitable.h"
#include "http/Application.h"
#include "http/SessionRegistry.h"

namespace holdfast::server {

class HttpListener {
 public:
  /// Binds and listens. Port 0 takes any that is free. Errors: boost::system::system_error.
  HttpListener(const boost::asio::any_io_executor& executor, const std::string& host, std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// Accepts until stop(). REQUIRES: both outlive every session.
  Awaitable<void> run(Application& application, SessionRegistry& registry);
  void stop();

 private:
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace holdfast::server
