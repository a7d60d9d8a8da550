#include "http/Application.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "http/CompletionRoutes.h"
#include "http/ConversationRoutes.h"
#include "http/FaultRoutes.h"
#include "http/HealthRoute.h"
#include "http/MessageRoutes.h"
#include "http/MetricsRoute.h"
#include "http/SecurityHeaders.h"
#include "http/SessionRoutes.h"
#include "repositories/StorageError.h"

namespace holdfast::server {

namespace {

constexpr const char* kBusyRetryAfterSeconds = "1";

HttpResponse faultResponse(const FaultPlan& faults) {
  return problemResponse(
      {faults.fail, "demo-fault", "A demonstration fault", "PUT /demo/faults with {\"fail\":0} ends it"},
      faults.retryAfterSeconds ? std::to_string(*faults.retryAfterSeconds) : "");
}

/// Tells the record what failed. REQUIRES: called while an exception is being handled.
HttpResponse failureResponse(RequestRecord& record) {
  try {
    throw;
  } catch (const StorageError& error) {
    record.setFailure(error.what());
    if (error.kind() == StorageError::Kind::Lasting) {
      return problemResponse({500, "storage-failure", "The database failed", "the server's log says how"});
    }
    return problemResponse({503, "storage-busy", "The database is busy or away", "try again"},
                           kBusyRetryAfterSeconds);
  } catch (const std::exception& error) {
    record.setFailure(error.what());
    return problemResponse({500, "internal-error", "The server failed", "the server's log says how"});
  }
}

int statusOf(const MaybeResponse& response, const EventStream& stream) {
  if (response) return response->status;
  return stream.isOpen() ? 200 : 0;
}

}  // namespace

Application::Application(Storage& storage, CompletionUpstream& upstream, std::optional<BearerTokens> tokens,
                         Metrics& metrics, const ApplicationOptions& options)
    : metrics_(metrics),
      tokens_(std::move(tokens)),
      gatekeeper_(tokens_ ? &*tokens_ : nullptr, options.requestsPerSecond),
      conversations_(storage),
      messages_(storage),
      completions_(upstream, metrics, options.streamsPerClient),
      runs_(storage),
      corsOrigins_(options.corsOrigins) {
  if (options.staticFolder) staticFiles_.emplace(*options.staticFolder);
  addConversationRoutes(router_, conversations_, faults_);
  addMessageRoutes(router_, messages_, metrics_, faults_);
  addCompletionRoutes(router_, completions_, metrics_, faults_);
  addRunRoutes(router_, options.legacyRun, storage, runs_, completions_, metrics_, faults_);
  if (tokens_ && tokens_->takesGuests()) addSessionRoutes(router_, *tokens_);
  addHealthRoute(router_, storage);
  addMetricsRoute(router_, metrics_);
  if (options.demoFaults) addFaultRoutes(router_, faults_);
}

Awaitable<MaybeResponse> Application::handle(const HttpRequest& request, EventStream& stream) {
  RequestRecord record{request};
  const HttpHeaders common = commonHeaders(request);
  stream.addHeaders(common);
  MaybeResponse response;
  std::exception_ptr streamBroke;
  try {
    response = co_await answer(request, stream, record);
  } catch (const boost::system::system_error&) {
    if (stream.isOpen()) {
      streamBroke = std::current_exception();
    } else {
      response = failureResponse(record);
    }
  } catch (const std::exception&) {
    response = failureResponse(record);
    if (stream.isOpen()) response.reset();
  }
  record.finish(statusOf(response, stream), response ? response->problem : "", metrics_);
  if (streamBroke) std::rethrow_exception(streamBroke);
  if (response) response->headers.insert(response->headers.end(), common.begin(), common.end());
  co_return response;
}

Awaitable<MaybeResponse> Application::answer(const HttpRequest& request, EventStream& stream,
                                             RequestRecord& record) {
  if (isPreflight(request)) co_return preflightResponse();
  auto found = router_.find(request.method, request.path);
  if (auto* match = std::get_if<RouteMatch>(&found)) {
    record.setRoute(match->route->pattern);
    auto admitted = gatekeeper_.admit(request, match->route->rules);
    if (auto* refusal = std::get_if<HttpResponse>(&admitted)) co_return std::move(*refusal);
    Exchange exchange{request, stream, record.trace(), std::get<Client>(std::move(admitted)),
                      std::move(match->captures)};
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
  if (route.rules.takesFaults) {
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
