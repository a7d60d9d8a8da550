#include "http/HttpListener.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "http/HttpSession.h"
#include "observability/Log.h"

namespace holdfast::server {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Out of file descriptors: a pause, instead of a loop that spins.
constexpr std::chrono::milliseconds kPauseAfterFailure{100};

Awaitable<void> serve(std::unique_ptr<HttpSession> session) {
  try {
    co_await session->run();
  } catch (const boost::system::system_error&) {
    // The peer has gone, or was too slow; there is nobody to tell.
    co_return;
  } catch (const std::exception& error) {
    log(LogLevel::Error, "session-failed", {{"reason", error.what()}});
  }
}

}  // namespace

HttpListener::HttpListener(const asio::any_io_executor& executor, const std::string& host, std::uint16_t port)
    : acceptor_(executor) {
  const tcp::endpoint endpoint{asio::ip::make_address(host), port};
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address{true});
  acceptor_.bind(endpoint);
  acceptor_.listen();
}

Awaitable<void> HttpListener::run(Application& application, SessionRegistry& registry) {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::operation_aborted) break;
    if (error) {
      log(LogLevel::Warning, "accept-failed", {{"reason", error.message()}});
      asio::steady_timer pause{acceptor_.get_executor(), kPauseAfterFailure};
      co_await pause.async_wait(asio::use_awaitable);
      continue;
    }
    // At the bound a connection is closed at once; its client tries again.
    if (registry.full()) continue;
    auto session = std::make_unique<HttpSession>(std::move(socket), application, registry);
    asio::co_spawn(acceptor_.get_executor(), serve(std::move(session)), asio::detached);
  }
}

void HttpListener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

}  // namespace holdfast::server
