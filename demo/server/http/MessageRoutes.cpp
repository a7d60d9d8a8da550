#include "http/MessageRoutes.h"

#include "codec/AppendCodec.h"
#include "codec/AppendStatusName.h"
#include "codec/MessageJson.h"
#include "http/JsonBody.h"
#include "http/QueryNumber.h"

namespace holdfast::server {

namespace {

constexpr std::size_t kMaxMessageBytes = std::size_t{1024} * 1024;
constexpr std::size_t kMaxBatchMessages = 1000;
constexpr NumberRange kPageLimit{1, 500};
constexpr std::uint64_t kDefaultPageLimit = 100;

/// A gap or a conflict: the problem, with the members of an answer for what was applied before it.
HttpResponse stoppedResponse(const AppendOutcome& outcome) {
  HttpResponse response = problemResponse(*outcome.stoppedBy);
  Result<codec::Json> problem = codec::parseJson(response.body);
  const Result<codec::Json> answer = codec::parseJson(codec::encodeAppendAnswer(outcome.answer));
  if (problem && answer) {
    problem.value().update(answer.value());
    response.body = codec::dumpJson(problem.value());
  }
  return response;
}

Awaitable<MaybeResponse> append(MessageService& service, Metrics& metrics, const FaultPlan& faults,
                                Exchange& exchange) {
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  Result<AppendRequest> request = codec::decodeAppendRequest(exchange.request.body, kMaxMessageBytes);
  if (!request) co_return problemResponse(problemOf(request.error()));
  if (request.value().messages.size() > kMaxBatchMessages) {
    co_return problemResponse({413, "batch-too-large", "The batch has too many messages",
                               "one request holds at most " + std::to_string(kMaxBatchMessages) + " messages",
                               "messages"});
  }
  const auto outcome = co_await service.appendMessages(std::move(request).value(), exchange.client.userId);
  if (faults.dropAnswers) co_return std::nullopt;
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  const auto& applied = std::get<AppendOutcome>(outcome);
  for (const AppendResult& result : applied.answer.results) {
    metrics.countMessage(std::string{codec::nameOf(result.status)});
  }
  if (applied.stoppedBy) co_return stoppedResponse(applied);
  co_return jsonResponse(200, codec::encodeAppendAnswer(applied.answer));
}

codec::Json toJson(const StoredMessage& stored) {
  codec::Json json = codec::messageToJson(stored.message);
  json["position"] = stored.position;
  return json;
}

Awaitable<MaybeResponse> list(MessageService& service, Exchange& exchange) {
  const auto after = readQueryNumber(exchange.request, "after", {0, kMaxSeq}, 0);
  if (!after) co_return problemResponse(problemOf(after.error()));
  const auto limit = readQueryNumber(exchange.request, "limit", kPageLimit, kDefaultPageLimit);
  if (!limit) co_return problemResponse(problemOf(limit.error()));

  const auto outcome = co_await service.getMessages(exchange.captures[0], exchange.client.userId,
                                                    after.value(), limit.value());
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  const auto& page = std::get<MessagePage>(outcome);
  codec::Json json = {{"messages", codec::Json::array()}};
  for (const StoredMessage& stored : page.messages) json["messages"].push_back(toJson(stored));
  if (page.next) json["next"] = *page.next;
  co_return jsonResponse(200, codec::dumpJson(json));
}

}  // namespace

void addMessageRoutes(Router& router, MessageService& service, Metrics& metrics, const FaultPlan& faults) {
  router.add({"POST", "/message/append",
              [&](Exchange& exchange) { return append(service, metrics, faults, exchange); }});
  router.add(
      {"GET", "/conversation/{}/messages", [&](Exchange& exchange) { return list(service, exchange); }});
}

}  // namespace holdfast::server
