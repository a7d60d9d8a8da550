#include "http/CompletionRoutes.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "codec/Json.h"
#include "http/CompletionRequestCodec.h"
#include "http/JsonBody.h"
#include "http/OpenStream.h"
#include "http/QueryNumber.h"
#include "http/SseSink.h"

namespace holdfast::server {

namespace {

Result<CompletionRequest> decode(const HttpRequest& request) {
  Result<CompletionRequest> decoded = decodeCompletionRequest(request.body);
  const std::string_view lastEventId = request.header("last-event-id");
  if (!decoded || lastEventId.empty()) return decoded;
  const auto number = parseWhole(lastEventId);
  if (!number) return codec::fieldError("", "Last-Event-ID", "must be the number of an event");
  decoded.value().lastEventId = *number;
  return decoded;
}

Awaitable<MaybeResponse> generate(CompletionService& service, Metrics& metrics, const FaultPlan& faults,
                                  Exchange& exchange) {
  using boost::asio::experimental::awaitable_operators::operator||;
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  Result<CompletionRequest> request = decode(exchange.request);
  if (!request) co_return problemResponse(problemOf(request.error()));

  request.value().traceparent = exchange.trace.traceparent();
  SseSink sink{exchange.stream, request.value().lastEventId, faults.cutStreamsAfterEvents,
               metrics.streamEvents()};
  const OpenStream counted{metrics};
  const auto ended =
      co_await (service.generateStream(std::move(request).value(), exchange.client.key, sink) ||
                exchange.stream.untilUnwanted());
  const bool unwanted = ended.index() == 1;
  if (unwanted || sink.cut()) co_return std::nullopt;
  if (const auto& failure = std::get<0>(ended))
    co_return problemResponse(failure->problem, failure->retryAfter);
  co_await sink.finish();
  co_return std::nullopt;
}

}  // namespace

void addCompletionRoutes(Router& router, CompletionService& service, Metrics& metrics,
                         const FaultPlan& faults) {
  router.add({"POST", "/completion/generate",
              [&](Exchange& exchange) { return generate(service, metrics, faults, exchange); }});
}

}  // namespace holdfast::server
