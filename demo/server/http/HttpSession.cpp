#include "http/HttpSession.h"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/write.hpp>
#include <cctype>
#include <chrono>

#include "http/HttpEventStream.h"
#include "http/SecurityHeaders.h"

namespace holdfast::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::uint32_t kMaxHeaderBytes = 16 * 1024;
constexpr std::uint64_t kMaxBodyBytes = std::uint64_t{8} * 1024 * 1024;
constexpr std::chrono::seconds kIdleTimeout{75};
constexpr std::chrono::seconds kHeaderTimeout{30};
constexpr std::chrono::seconds kBodyTimeout{60};
constexpr std::chrono::seconds kWriteTimeout{30};
// What a client that was refused may still be sending is read for this long, so that it hears the answer.
constexpr std::chrono::seconds kLingerTimeout{2};
constexpr std::size_t kLingerChunkBytes = 16384;

std::string lowerCase(std::string_view text) {
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// Nothing where the peer just left.
std::optional<Problem> problemOf(error_code error) {
  if (error == http::error::body_limit) {
    return Problem{413, "body-too-large", "The body is too large",
                   "the limit is " + std::to_string(kMaxBodyBytes) + " bytes"};
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Problem{431, "header-too-large", "The header is too large",
                   "the limit is " + std::to_string(kMaxHeaderBytes) + " bytes"};
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_target).category()) {
    return Problem{400, "invalid-request", "This is no HTTP request", error.message()};
  }
  return std::nullopt;
}

/// False where the target is none that a server of its own could have.
bool convert(http::request<http::string_body>& message, HttpRequest& request) {
  request.method = std::string{view(message.method_string())};
  for (const auto& field : message) {
    request.headers[lowerCase(view(field.name_string()))] = std::string{view(field.value())};
  }
  request.body = std::move(message.body());
  return parseTarget(view(message.target()), request);
}

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, Application& application, SessionRegistry& registry)
    : connection_(std::move(socket)), application_(application), registry_(registry) {
  registry_.add(*this);
}

HttpSession::~HttpSession() { registry_.remove(*this); }

Awaitable<void> HttpSession::run() {
  for (bool goOn = true; goOn && !connection_.stopping;) {
    auto read = co_await readRequest();
    if (std::holds_alternative<PeerLeft>(read)) break;
    if (const auto* problem = std::get_if<Problem>(&read)) {
      co_await refuse(*problem);
      break;
    }
    goOn = co_await serve(std::move(std::get<Incoming>(read)));
  }
  error_code ignored;
  connection_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

void HttpSession::stop() {
  connection_.stop();
  if (idle_) connection_.stream.cancel();
}

Awaitable<std::variant<HttpSession::PeerLeft, Problem, HttpSession::Incoming>> HttpSession::readRequest() {
  Parser parser;
  parser.header_limit(kMaxHeaderBytes);
  parser.body_limit(kMaxBodyBytes);
  error_code error = co_await readHeader(parser);
  if (!error && !parser.is_done()) error = co_await readBody(parser);
  if (error) {
    if (auto problem = problemOf(error)) co_return std::move(*problem);
    co_return PeerLeft{};
  }
  Incoming incoming;
  incoming.request.peer = connection_.peer;
  auto message = parser.release();
  incoming.keepAlive = message.keep_alive();
  incoming.chunkedAnswer = message.version() >= 11;
  if (!convert(message, incoming.request)) {
    co_return Problem{400, "invalid-request", "This is no HTTP request", "the target is not a path"};
  }
  co_return incoming;
}

Awaitable<error_code> HttpSession::readHeader(Parser& parser) {
  connection_.stream.expires_after(kIdleTimeout);
  idle_ = connection_.buffer.size() == 0;
  if (idle_) {
    // Waiting for the first bytes apart from reading on, so that stop() knows whether a request has begun.
    const auto [error, bytes] = co_await connection_.stream.async_read_some(
        connection_.buffer.prepare(kMaxHeaderBytes), asio::as_tuple(asio::use_awaitable));
    if (error) co_return error == asio::error::eof ? http::error::end_of_stream : error;
    connection_.buffer.commit(bytes);
    idle_ = false;
  }
  connection_.stream.expires_after(kHeaderTimeout);
  const auto [error, bytes] = co_await http::async_read_header(connection_.stream, connection_.buffer, parser,
                                                               asio::as_tuple(asio::use_awaitable));
  co_return error;
}

Awaitable<error_code> HttpSession::readBody(Parser& parser) {
  connection_.stream.expires_after(kBodyTimeout);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    http::response<http::empty_body> proceed{http::status::continue_, parser.get().version()};
    const auto [error, bytes] =
        co_await http::async_write(connection_.stream, proceed, asio::as_tuple(asio::use_awaitable));
    if (error) co_return error;
  }
  const auto [error, bytes] = co_await http::async_read(connection_.stream, connection_.buffer, parser,
                                                        asio::as_tuple(asio::use_awaitable));
  co_return error;
}

Awaitable<bool> HttpSession::serve(Incoming incoming) {
  connection_.stream.expires_never();
  HttpEventStream events{connection_, incoming.chunkedAnswer};
  MaybeResponse response = co_await application_.handle(incoming.request, events);
  if (!response) co_return events.finishedCleanly() && incoming.keepAlive;
  const bool keepAlive = incoming.keepAlive && !connection_.stopping;
  co_await write(std::move(*response), keepAlive, incoming.request.method == "HEAD");
  co_return keepAlive;
}

Awaitable<void> HttpSession::write(HttpResponse response, bool keepAlive, bool bodyless) {
  http::response<http::string_body> message{static_cast<http::status>(response.status), 11};
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.keep_alive(keepAlive);
  message.body() = std::move(response.body);
  message.prepare_payload();
  connection_.stream.expires_after(kWriteTimeout);
  http::response_serializer<http::string_body> serializer{message};
  if (bodyless) {
    co_await http::async_write_header(connection_.stream, serializer, asio::use_awaitable);
  } else {
    co_await http::async_write(connection_.stream, serializer, asio::use_awaitable);
  }
}

Awaitable<void> HttpSession::refuse(const Problem& problem) {
  HttpResponse response = problemResponse(problem);
  const HttpHeaders common = securityHeaders();
  response.headers.insert(response.headers.end(), common.begin(), common.end());
  co_await write(std::move(response), false, false);
  error_code ignored;
  connection_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  connection_.stream.expires_after(kLingerTimeout);
  std::array<char, kLingerChunkBytes> discarded{};
  for (bool more = true; more;) {
    const auto [error, bytes] = co_await connection_.stream.async_read_some(
        asio::buffer(discarded), asio::as_tuple(asio::use_awaitable));
    more = !error && bytes > 0;
  }
}

}  // namespace holdfast::server
