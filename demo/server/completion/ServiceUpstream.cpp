#include "completion/ServiceUpstream.h"

#include <array>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "completion/CompletionChunk.h"
#include "completion/UpstreamConnection.h"
#include "observability/Log.h"

namespace holdfast::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

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

/// One exchange with the service over a connection that is open.
class UpstreamExchange {
 public:
  UpstreamExchange(UpstreamConnection& connection, ChunkReader& reader, CompletionSink& sink)
      : connection_(connection), reader_(reader), sink_(sink) {}

  Awaitable<std::optional<CompletionFailure>> run(std::string request) {
    co_await connection_.write(std::move(request));
    parser_.body_limit(boost::none);
    while (!parser_.is_header_done()) {
      if (parse() == 0) co_await readMore();
    }
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
      auto& body = parser_.get().body();
      body.data = bytes_.data();
      body.size = bytes_.size();
      const bool stuck = parse() == 0;
      const auto fault = reader_.read({bytes_.data(), bytes_.size() - body.size}, chunks);
      for (const std::string& chunk : chunks) {
        started_ = true;
        if (!co_await sink_.sendChunk(chunk)) co_return;
      }
      if (fault) throw MalformedStream{*fault};
      if (reader_.isDone()) co_return;
      if (stuck && !parser_.is_done()) co_await readMore();
    }
    if (!reader_.mayEnd()) throw boost::system::system_error{asio::error::eof};
  }

  /// How many bytes of the buffer it took; 0 where it needs more of them.
  std::size_t parse() {
    error_code error;
    const std::size_t taken = parser_.put(buffer_.data(), error);
    buffer_.consume(taken);
    if (error && error != http::error::need_more && error != http::error::need_buffer) {
      throw boost::system::system_error{error};
    }
    return taken;
  }

  Awaitable<void> readMore() {
    const std::size_t bytes = co_await connection_.readSome(buffer_.prepare(kReadBytes));
    buffer_.commit(bytes);
    if (bytes > 0) co_return;
    if (!parser_.is_header_done()) throw boost::system::system_error{asio::error::eof};
    // Without a length, the end of the connection is that of the body.
    error_code error;
    parser_.put_eof(error);
    if (error) throw boost::system::system_error{error};
  }

  UpstreamConnection& connection_;
  ChunkReader& reader_;
  CompletionSink& sink_;
  beast::flat_buffer buffer_;
  http::response_parser<http::buffer_body> parser_;
  std::array<char, kReadBytes> bytes_{};
  bool started_ = false;
};

/// The bytes of the request. REQUIRES: no line ends in the headers.
std::string encode(const UpstreamUrl& url, const ServiceRequest& request, const std::string& traceparent) {
  std::string text;
  const auto add = [&text](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) text += part;
  };
  add({"POST ", url.path, request.path, " HTTP/1.1\r\nhost: ", url.host, ":", url.port});
  add({"\r\ncontent-type: application/json\r\naccept: text/event-stream\r\nuser-agent: holdfast-server"});
  add({"\r\ncontent-length: ", std::to_string(request.body.size())});
  if (!traceparent.empty()) add({"\r\ntraceparent: ", traceparent});
  for (const auto& [name, value] : request.headers) add({"\r\n", name, ": ", value});
  add({"\r\n\r\n", request.body});
  return text;
}

}  // namespace

ServiceUpstream::ServiceUpstream(UpstreamUrl url, std::unique_ptr<ServiceFormat> format)
    : url_(std::move(url)), format_(std::move(format)) {
  tls_.set_default_verify_paths();
  tls_.set_verify_mode(asio::ssl::verify_peer);
}

Awaitable<std::optional<CompletionFailure>> ServiceUpstream::generate(const CompletionRequest& request,
                                                                      CompletionSink& sink) {
  const auto reader = format_->makeReader();
  UpstreamConnection connection;
  UpstreamExchange exchange{connection, *reader, sink};
  std::optional<CompletionFailure> broken;
  try {
    co_await connection.open(url_, tls_);
    co_return co_await exchange.run(encode(url_, format_->encode(request), request.traceparent));
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

}  // namespace holdfast::server
