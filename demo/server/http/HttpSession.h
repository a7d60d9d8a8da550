// One connection: reads requests, hands them to the application, writes the answers, keeps alive.
//
// Bounds: header 16 KiB, body 8 MiB; 75 s without a request, 30 s for a header, 60 s for a body, 30 s for
// each write. What is beyond them is answered by 413, 431 or 408 where that is still possible, and the
// connection closes.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <variant>

#include "Awaitable.h"
#include "http/Application.h"
#include "http/HttpConnection.h"
#include "http/SessionRegistry.h"

namespace holdfast::server {

class HttpSession {
 public:
  /// REQUIRES: `application` and `registry` outlive this object.
  HttpSession(boost::asio::ip::tcp::socket socket, Application& application, SessionRegistry& registry);
  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  /// Serves the connection to its end. Network errors end it silently.
  Awaitable<void> run();

  /// See SessionRegistry::stopAll().
  void stop();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  struct PeerLeft {};
  struct Incoming {
    HttpRequest request;
    bool chunkedAnswer = true;
    bool keepAlive = true;
  };

  Awaitable<std::variant<PeerLeft, Problem, Incoming>> readRequest();
  Awaitable<boost::system::error_code> readHeader(Parser& parser);
  Awaitable<boost::system::error_code> readBody(Parser& parser);
  /// Whether the connection can take another request.
  Awaitable<bool> serve(Incoming incoming);
  Awaitable<void> write(HttpResponse response, bool keepAlive, bool bodyless);
  Awaitable<void> refuse(const Problem& problem);

  HttpConnection connection_;
  Application& application_;
  SessionRegistry& registry_;
  bool idle_ = true;
};

}  // namespace holdfast::server
