#include "completion/OpenAiUpstream.h"

#include <openssl/ssl.h>

#include <algorithm>
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
#include <cstdint>
#include <utility>
#include <vector>

#include "Log.h"
#include "codec/Json.h"
#include "codec/MessageCodec.h"
#include "completion/CompletionChunk.h"
#include "stream/EventStreamParser.h"

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
constexpr std::string_view kDone = "[DONE]";

/// The members of a config that go to the service as they are. The model is the operator's choice.
constexpr std::array<std::string_view, 8> kPassedOn{
    "temperature",       "top_p", "max_tokens", "max_completion_tokens", "presence_penalty",
    "frequency_penalty", "seed",  "stop"};

CompletionFailure refusal(int status, std::string retryAfter) {
  logLine("the upstream answered " + std::to_string(status));
  if (status == 429) {
    return {{429, "upstream-busy", "The upstream has too much to do", "try again later"},
            std::move(retryAfter)};
  }
  return {
      {502, "upstream-refused", "The upstream refused the request", "it answered " + std::to_string(status)}};
}

CompletionFailure failure(error_code error) {
  logLine("the upstream failed: " + error.message());
  if (error == beast::error::timeout) {
    return {{504, "upstream-timeout", "The upstream did not answer in time", "try again"}};
  }
  return {{502, "upstream-unreachable", "The upstream cannot be reached", error.message()}};
}

CompletionFailure noStream() {
  return {{502, "upstream-refused", "The upstream did not stream", "its answer is no text/event-stream"}};
}

/// The data of the events that arrived, each on one line.
class EventCollector : public EventStreamParser::Sink {
 public:
  bool onEvent(std::string_view /*type*/, std::string_view data) override {
    events_.emplace_back(data);
    // Between the tokens of JSON, which is where line ends can be, a space is as good.
    std::replace(events_.back().begin(), events_.back().end(), '\n', ' ');
    return true;
  }

  std::vector<std::string> take() { return std::exchange(events_, {}); }

 private:
  std::vector<std::string> events_;
};

/// Whether a chunk says that it is the last one.
bool saysFinished(std::string_view chunk) {
  const Result<codec::Json> json = codec::parseJson(chunk);
  const codec::Json* choices = json ? codec::findMember(json.value(), "choices") : nullptr;
  if (choices == nullptr || !choices->is_array() || choices->empty()) return false;
  return codec::findMember((*choices)[0], "finish_reason") != nullptr;
}

/// One exchange with the service over `Stream`, a TCP or a TLS stream that is connected.
template <typename Stream>
class UpstreamExchange {
 public:
  UpstreamExchange(Stream& stream, CompletionSink& sink) : stream_(stream), sink_(sink) {}

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
    InputBuffer buffer;
    EventStreamParser events;
    EventCollector collector;
    std::string last;
    while (!parser_.is_done()) {
      buffer.append(co_await readSome());
      if (events.parse(buffer, collector)) throw boost::system::system_error{asio::error::message_size};
      for (std::string& data : collector.take()) {
        if (data == kDone) co_return;
        started_ = true;
        if (!co_await sink_.sendChunk(data)) co_return;
        last = std::move(data);
      }
    }
    // Some services leave [DONE] out; what counts is that the answer was whole.
    if (!saysFinished(last)) throw boost::system::system_error{asio::error::eof};
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
                                                         CompletionSink& sink) {
  UpstreamExchange<Stream> exchange{stream, sink};
  error_code broken;
  try {
    co_return co_await exchange.run(std::move(request));
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    broken = error.code();
  }
  if (!exchange.started()) co_return failure(broken);
  logLine("the upstream broke off: " + broken.message());
  co_await sink.sendError(encodeErrorChunk("upstream-error", "the upstream broke off: " + broken.message()));
  co_return std::nullopt;
}

http::request<http::string_body> makeRequest(const OpenAiOptions& options, std::string body) {
  http::request<http::string_body> request{http::verb::post, options.url.path + "/chat/completions", 11};
  request.set(http::field::host, options.url.host + ":" + options.url.port);
  request.set(http::field::content_type, "application/json");
  request.set(http::field::accept, "text/event-stream");
  request.set(http::field::user_agent, "holdfast-server");
  if (!options.apiKey.empty()) request.set(http::field::authorization, "Bearer " + options.apiKey);
  request.body() = std::move(body);
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

OpenAiUpstream::OpenAiUpstream(OpenAiOptions options) : options_(std::move(options)) {
  tls_.set_default_verify_paths();
  tls_.set_verify_mode(asio::ssl::verify_peer);
}

std::string OpenAiUpstream::encodeRequest(const CompletionRequest& request) const {
  codec::Json messages = codec::Json::array();
  for (const Message& message : request.messages) {
    messages.push_back({{"role", codec::nameOf(message.role)}, {"content", message.content}});
  }
  codec::Json body = {{"model", options_.model}, {"stream", true}, {"messages", std::move(messages)}};
  const Result<codec::Json> config = codec::parseJson(request.config.empty() ? "{}" : request.config);
  for (const std::string_view name : kPassedOn) {
    const codec::Json* value = config ? codec::findMember(config.value(), name) : nullptr;
    if (value != nullptr) body[std::string{name}] = *value;
  }
  return codec::dumpJson(body);
}

Awaitable<std::optional<CompletionFailure>> OpenAiUpstream::generate(const CompletionRequest& request,
                                                                     CompletionSink& sink) {
  auto message = makeRequest(options_, encodeRequest(request));
  std::optional<beast::tcp_stream> connected;
  std::optional<beast::ssl_stream<beast::tcp_stream>> secured;
  error_code broken;
  try {
    connected.emplace(co_await connect(options_.url));
    if (options_.url.secure) {
      secured.emplace(std::move(*connected), tls_);
      co_await shakeHands(*secured, options_.url.host);
    }
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    broken = error.code();
  }
  if (broken) co_return failure(broken);
  if (secured) co_return co_await exchangeOver(*secured, std::move(message), sink);
  co_return co_await exchangeOver(*connected, std::move(message), sink);
}

}  // namespace holdfast::server
