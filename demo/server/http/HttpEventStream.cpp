#include "http/HttpEventStream.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>

namespace holdfast::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::chrono::seconds kWriteTimeout{30};

}  // namespace

Awaitable<void> HttpEventStream::open(HttpHeaders headers) {
  http::response<http::empty_body> message{http::status::ok, 11};
  for (const auto& [name, value] : headers) message.insert(name, value);
  for (const auto& [name, value] : common_) message.insert(name, value);
  message.chunked(chunked_);
  message.keep_alive(chunked_ && !connection_.stopping);
  http::serializer<false, http::empty_body> serializer{message};
  connection_.stream.expires_after(kWriteTimeout);
  co_await http::async_write_header(connection_.stream, serializer, asio::use_awaitable);
  open_ = true;
}

Awaitable<void> HttpEventStream::send(std::string bytes) {
  connection_.stream.expires_after(kWriteTimeout);
  if (chunked_) {
    co_await asio::async_write(connection_.stream, http::make_chunk(asio::buffer(bytes)),
                               asio::use_awaitable);
  } else {
    co_await asio::async_write(connection_.stream, asio::buffer(bytes), asio::use_awaitable);
  }
  connection_.stream.expires_never();
}

Awaitable<void> HttpEventStream::finish() {
  if (chunked_) {
    connection_.stream.expires_after(kWriteTimeout);
    co_await asio::async_write(connection_.stream, http::make_chunk_last(), asio::use_awaitable);
  }
  finished_ = true;
}

Awaitable<void> HttpEventStream::untilUnwanted() {
  using asio::experimental::awaitable_operators::operator||;
  co_await (connection_.untilPeerLeft() || connection_.untilStopped());
}

}  // namespace holdfast::server
