#include "completion/ServiceUpstream.h"

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include "completion/CompletionChunk.h"
#include "observability/Log.h"

namespace holdfast::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds kConnectTimeout{10};
constexpr std::chrono::seconds kIdleTimeout{60};
constexpr std::size_t kReadBytes = 16384;

CompletionFailure refusal(int status, std::string retryAfter) {
  log(LogLevel::Warning, "upstream-refused", {{"status", status}});
  if (status == 429) {
    return {{429, "upstream-busy", "The upstream has too much to do", "try again later"},
            std::move(retryAfter)};
  }
  return {
      {502, "upstream-refused", "The upstream refused the request", "it answered " + std::to_string(status)}};
}

CompletionFailure failure(error_code error) {
  log(LogLevel::Warning, "upstream-unreachable", {{"reason", error.message()}});
  if (error == beast::error::timeout) {
    return {{504, "upstream-timeout", "The upstream did not answer in time", "try again"}};
  }
  return {{502, "upstream-unreachable", "The upstream cannot be reached", error.message()}};
}

CompletionFailure malformed(const std::string& fault) {
  log(LogLevel::Warning, "upstream-malformed", {{"reason", fault}});
  return {{502, "upstream-refused", "The upstream does not speak its format", fault}};
}

CompletionFailure noStream() {
  return {{502, "upstream-refused", "The upstream did not stream", "its answer is no text/event-stream"}};
}

/// What the service sends is not what its format says.
class MalformedStream : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One exchange with the service over `Stream`, a TCP or a TLS stream that is connected.
template <typename Stream>
class UpstreamExchange {
 public:
  UpstreamExchange(Stream& stream, ChunkReader& reader, CompletionSink& sink)
      : stream_(stream), reader_(reader), sink_(sink) {}

  Awaitable<std::optional<CompletionFailure>> run(http::request<http::string_body> request) {
    beast::get_lowest_layer(stream_).expires_after(kIdleTimeout);
    co_await http::async_write(stream_, request, asio::use_awaitable);
    parser_.body_limit(boost::none);
    co_await http::async_read_header(stream_, buffer_, parser_, asio::use_awaitable);
    const auto& answer = parser_.get();
    if (answer.result() != http::status::ok) {
      co_return refusal(static_cast<int>(answer.result_int()), std::string{answer[http::field::retry_after]});
    }
    if (!answer[http::field::content_type].starts_with("text/event-stream")) co_return noStream();
    co_await passOn();
    co_return std::nullopt;
  }

  [[nodiscard]] bool started() const noexcept { return started_; }

 private:
  Awaitable<void> passOn() {
    while (!parser_.is_done()) {
      std::vector<std::string> chunks;
      const auto fault = reader_.read(co_await readSome(), chunks);
      for (const std::string& chunk : chunks) {
        started_ = true;
        if (!co_await sink_.sendChunk(chunk)) co_return;
      }
      if (fault) throw MalformedStream{*fault};
      if (reader_.isDone()) co_return;
    }
    if (!reader_.mayEnd()) throw boost::system::system_error{asio::error::eof};
  }

  Awaitable<std::string_view> readSome() {
    auto& body = parser_.get().body();
    body.data = bytes_.data();
    body.size = bytes_.size();
    beast::get_lowest_layer(stream_).expires_after(kIdleTimeout);
    error_code error;
    co_await http::async_read_some(stream_, buffer_, parser_,
                                   asio::redirect_error(asio::use_awaitable, error));
    if (error && error != http::error::need_buffer) throw boost::system::system_error{error};
    co_return std::string_view{bytes_.data(), bytes_.size() - body.size};
  }

  Stream& stream_;
  ChunkReader& reader_;
  CompletionSink& sink_;
  beast::flat_buffer buffer_;
  http::response_parser<http::buffer_body> parser_;
  std::array<char, kReadBytes> bytes_{};
  bool started_ = false;
};

/// Runs the exchange and turns what breaks it into a failure, or into an error event where the answer has
/// begun.
template <typename Stream>
Awaitable<std::optional<CompletionFailure>> exchangeOver(Stream& stream,
                                                         http::request<http::string_body> request,
                                                         ChunkReader& reader, CompletionSink& sink) {
  UpstreamExchange<Stream> exchange{stream, reader, sink};
  std::optional<CompletionFailure> broken;
  try {
    co_return co_await exchange.run(std::move(request));
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    broken = failure(error.code());
  } catch (const MalformedStream& error) {
    broken = malformed(error.what());
  }
  if (!exchange.started()) co_return broken;
  co_await sink.sendError(
      encodeErrorChunk("upstream-error", "the upstream broke off: " + broken->problem.detail));
  co_return std::nullopt;
}

http::request<http::string_body> makeRequest(const UpstreamUrl& url, ServiceRequest encoded,
                                             const std::string& traceparent) {
  http::request<http::string_body> request{http::verb::post, url.path + encoded.path, 11};
  request.set(http::field::host, url.host + ":" + url.port);
  request.set(http::field::content_type, "application/json");
  request.set(http::field::accept, "text/event-stream");
  request.set(http::field::user_agent, "holdfast-server");
  if (!traceparent.empty()) request.set("traceparent", traceparent);
  for (const auto& [name, value] : encoded.headers) request.set(name, value);
  request.body() = std::move(encoded.body);
  request.prepare_payload();
  return request;
}

Awaitable<beast::tcp_stream> connect(const UpstreamUrl& url) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver{executor};
  const auto endpoints = co_await resolver.async_resolve(url.host, url.port, asio::use_awaitable);
  beast::tcp_stream stream{executor};
  stream.expires_after(kConnectTimeout);
  co_await stream.async_connect(endpoints, asio::use_awaitable);
  co_return stream;
}

Awaitable<void> shakeHands(beast::ssl_stream<beast::tcp_stream>& stream, const std::string& host) {
  stream.set_verify_callback(asio::ssl::host_name_verification{host});
  if (SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1) {
    throw boost::system::system_error{asio::error::invalid_argument};
  }
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

}  // namespace

ServiceUpstream::ServiceUpstream(UpstreamUrl url, std::unique_ptr<ServiceFormat> format)
    : url_(std::move(url)), format_(std::move(format)) {
  tls_.set_default_verify_paths();
  tls_.set_verify_mode(asio::ssl::verify_peer);
}

Awaitable<std::optional<CompletionFailure>> ServiceUpstream::generate(const CompletionRequest& request,
                                                                      CompletionSink& sink) {
  auto message = makeRequest(url_, format_->encode(request), request.traceparent);
  const auto reader = format_->makeReader();
  std::optional<beast::tcp_stream> connected;
  std::optional<beast::ssl_stream<beast::tcp_stream>> secured;
  error_code broken;
  try {
    connected.emplace(co_await connect(url_));
    if (url_.secure) {
      secured.emplace(std::move(*connected), tls_);
      co_await shakeHands(*secured, url_.host);
    }
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    broken = error.code();
  }
  if (broken) co_return failure(broken);
  if (secured) co_return co_await exchangeOver(*secured, std::move(message), *reader, sink);
  co_return co_await exchangeOver(*connected, std::move(message), *reader, sink);
}

}  // namespace holdfast::server
