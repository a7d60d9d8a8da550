#include "http/Application.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "Log.h"
#include "http/CompletionRoutes.h"
#include "http/ConversationRoutes.h"
#include "http/FaultRoutes.h"
#include "http/HealthRoute.h"
#include "http/MessageRoutes.h"
#include "http/SecurityHeaders.h"
#include "repositories/StorageError.h"

namespace holdfast::server {

namespace {

constexpr const char* kBusyRetryAfterSeconds = "1";

HttpResponse faultResponse(const FaultPlan& faults) {
  HttpResponse response = problemResponse(
      {faults.fail, "demo-fault", "A demonstration fault", "PUT /demo/faults with {\"fail\":0} ends it"});
  if (faults.retryAfterSeconds) {
    response.headers.emplace_back("retry-after", std::to_string(*faults.retryAfterSeconds));
  }
  return response;
}

/// REQUIRES: called while an exception is being handled.
HttpResponse failureResponse(const HttpRequest& request) {
  const std::string where = request.method + " " + request.path + ": ";
  try {
    throw;
  } catch (const StorageError& error) {
    logLine(where + error.what());
    if (error.kind() == StorageError::Kind::Lasting) {
      return problemResponse({500, "storage-failure", "The database failed", "the server's log says how"});
    }
    HttpResponse response = problemResponse({503, "storage-busy", "The database is busy", "try again"});
    response.headers.emplace_back("retry-after", kBusyRetryAfterSeconds);
    return response;
  } catch (const std::exception& error) {
    logLine(where + error.what());
    return problemResponse({500, "internal-error", "The server failed", "the server's log says how"});
  }
}

}  // namespace

Application::Application(Storage& storage, CompletionUpstream& upstream, const ApplicationOptions& options)
    : conversations_(storage), messages_(storage), completions_(upstream), corsOrigins_(options.corsOrigins) {
  if (options.staticFolder) staticFiles_.emplace(*options.staticFolder);
  addConversationRoutes(router_, conversations_, faults_);
  addMessageRoutes(router_, messages_, faults_);
  addCompletionRoutes(router_, completions_, faults_);
  addHealthRoute(router_, storage);
  if (options.demoFaults) addFaultRoutes(router_, faults_);
}

Awaitable<MaybeResponse> Application::handle(const HttpRequest& request, EventStream& stream) {
  const HttpHeaders common = commonHeaders(request);
  stream.addHeaders(common);
  MaybeResponse response;
  try {
    response = co_await answer(request, stream);
  } catch (const boost::system::system_error&) {
    if (stream.isOpen()) throw;
    response = failureResponse(request);
  } catch (const std::exception&) {
    response = failureResponse(request);
    if (stream.isOpen()) response.reset();
  }
  if (response) response->headers.insert(response->headers.end(), common.begin(), common.end());
  co_return response;
}

Awaitable<MaybeResponse> Application::answer(const HttpRequest& request, EventStream& stream) {
  if (isPreflight(request)) co_return preflightResponse();
  auto found = router_.find(request.method, request.path);
  if (auto* match = std::get_if<RouteMatch>(&found)) {
    Exchange exchange{request, stream, "", std::move(match->captures)};
    co_return co_await run(*match->route, exchange);
  }
  if (const auto* mismatch = std::get_if<MethodMismatch>(&found)) {
    HttpResponse response = problemResponse({405, "method-not-allowed", "This path knows other methods",
                                             request.path + " allows " + mismatch->allow});
    response.headers.emplace_back("allow", mismatch->allow);
    co_return response;
  }
  co_return answerUnrouted(request);
}

Awaitable<MaybeResponse> Application::run(const Route& route, Exchange& exchange) {
  if (route.takesFaults) {
    if (faults_.delayMs > 0) {
      boost::asio::steady_timer delay{co_await boost::asio::this_coro::executor};
      delay.expires_after(std::chrono::milliseconds{faults_.delayMs});
      co_await delay.async_wait(boost::asio::use_awaitable);
    }
    if (faults_.fail != 0) co_return faultResponse(faults_);
  }
  co_return co_await route.handler(exchange);
}

HttpResponse Application::answerUnrouted(const HttpRequest& request) const {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (staticFiles_ && reads) {
    if (auto file = staticFiles_->find(request)) return std::move(*file);
  }
  return problemResponse({404, "not-found", "There is nothing here", "no route and no file has this path"});
}

HttpHeaders Application::commonHeaders(const HttpRequest& request) const {
  HttpHeaders headers = securityHeaders();
  const HttpHeaders cors = corsHeaders(request, corsOrigins_);
  headers.insert(headers.end(), cors.begin(), cors.end());
  return headers;
}

}  // namespace holdfast::server
