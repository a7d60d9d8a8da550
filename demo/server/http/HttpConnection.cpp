#include "http/HttpConnection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace holdfast::server {

namespace asio = boost::asio;

HttpConnection::HttpConnection(asio::ip::tcp::socket socket)
    : stream(std::move(socket)), stopTimer(stream.get_executor(), asio::steady_timer::time_point::max()) {
  boost::system::error_code ignored;
  stream.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  const auto endpoint = stream.socket().remote_endpoint(ignored);
  if (!ignored) peer = endpoint.address().to_string();
}

Awaitable<void> HttpConnection::untilPeerLeft() {
  const auto [waitError] = co_await stream.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                                               asio::as_tuple(asio::use_awaitable));
  if (waitError) co_return;
  char byte = 0;
  boost::system::error_code error;
  const std::size_t waiting =
      stream.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
  // A request that was pipelined behind this one hides the end of the connection; it is found when it is
  // written to.
  if (!error && waiting > 0) co_await untilStopped();
}

Awaitable<void> HttpConnection::untilStopped() {
  if (!stopping) co_await stopTimer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void HttpConnection::stop() {
  stopping = true;
  stopTimer.cancel();
}

}  // namespace holdfast::server
