#include "Server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdlib>

#include "completion/DeterministicResponder.h"
#include "completion/ServiceUpstream.h"
#include "identity/TokenKeys.h"
#include "repositories/StorageUrl.h"

namespace holdfast::server {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kStopTimeout{5};
constexpr std::chrono::milliseconds kStopCheckInterval{10};

std::unique_ptr<CompletionUpstream> makeUpstream(const Options& options) {
  if (!options.upstream) return std::make_unique<DeterministicResponder>(options.tokenDelay);
  const char* key = std::getenv("HOLDFAST_UPSTREAM_API_KEY");
  ServiceAccess access{options.upstreamModel, key != nullptr ? key : ""};
  auto format = options.upstreamKind == ServiceKind::OpenAi ? makeOpenAiFormat(std::move(access))
                                                            : makeAnthropicFormat(std::move(access));
  return std::make_unique<ServiceUpstream>(*options.upstream, std::move(format));
}

}  // namespace

Server::Server(const Options& options)
    : host_(options.host),
      sessions_(options.maxConnections, metrics_.connections()),
      storage_(openStorage(options.database)),
      upstream_(makeUpstream(options)),
      application_(*storage_, *upstream_, makeTokens(options, *storage_), metrics_,
                   {options.staticFolder, options.corsOrigins, options.demoFaults, options.rateLimit,
                    options.streamLimit, options.legacyRun}),
      listener_(io_.get_executor(), options.host, options.port),
      signals_(io_, SIGINT, SIGTERM) {}

std::string Server::url() const {
  const bool v6 = host_.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + host_ + "]" : host_) + ":" + std::to_string(listener_.port());
}

void Server::run() {
  asio::co_spawn(io_, listener_.run(application_, sessions_), asio::detached);
  asio::co_spawn(io_, stopOnSignal(), asio::detached);
  io_.run();
}

Awaitable<void> Server::stopOnSignal() {
  co_await signals_.async_wait(asio::as_tuple(asio::use_awaitable));
  log(LogLevel::Info, "stopping");
  listener_.stop();
  sessions_.stopAll();
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) io_.stop();
  });
  asio::steady_timer check{io_};
  const auto deadline = std::chrono::steady_clock::now() + kStopTimeout;
  while (!sessions_.empty() && std::chrono::steady_clock::now() < deadline) {
    check.expires_after(kStopCheckInterval);
    co_await check.async_wait(asio::use_awaitable);
  }
  if (!sessions_.empty()) log(LogLevel::Warning, "requests-unfinished");
  io_.stop();
}

}  // namespace holdfast::server
