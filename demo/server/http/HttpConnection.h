// One TCP connection and what its streams have to know of it: the only place, with HttpSession and
// HttpEventStream, that knows Boost.Beast on the server's side.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <string>

#include "Awaitable.h"

namespace holdfast::server {

struct HttpConnection {
  explicit HttpConnection(boost::asio::ip::tcp::socket socket);

  /// Returns when the peer has closed its side, or the connection is stopped.
  Awaitable<void> untilPeerLeft();
  /// Returns when stop() was called.
  Awaitable<void> untilStopped();
  void stop();

  boost::beast::tcp_stream stream;
  boost::beast::flat_buffer buffer;
  boost::asio::steady_timer stopTimer;
  bool stopping = false;
  std::string peer;  ///< The address at the other end; empty where it has gone already.
};

}  // namespace holdfast::server
