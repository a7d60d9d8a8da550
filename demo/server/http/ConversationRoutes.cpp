#include "http/ConversationRoutes.h"

#include "codec/Json.h"
#include "holdfast/Message.h"
#include "http/JsonBody.h"
#include "http/QueryNumber.h"
#include "services/Fingerprint.h"
#include "services/Utf8.h"

namespace holdfast::server {

namespace {

constexpr std::size_t kMaxTitleBytes = 4096;
constexpr std::size_t kMaxFirstMessageBytes = std::size_t{1024} * 1024;
constexpr std::size_t kMaxKeyBytes = 255;
constexpr NumberRange kListLimit{1, 500};
constexpr std::uint64_t kDefaultListLimit = 50;

Result<std::string> readOptionalString(const codec::Json& json, std::string_view name, std::size_t maxBytes) {
  if (codec::findMember(json, name) == nullptr) return std::string{};
  return codec::readString(json, name, "", maxBytes);
}

/// The IETF draft has the key as a quoted string; clients also send it bare.
Result<std::optional<std::string>> readIdempotencyKey(const HttpRequest& request) {
  std::string_view key = request.header("idempotency-key");
  if (request.headers.find("idempotency-key") == request.headers.end()) return std::optional<std::string>{};
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
  const bool printable = key.find_first_not_of(
                             "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`"
                             "abcdefghijklmnopqrstuvwxyz{|}~") == std::string_view::npos;
  if (key.empty() || key.size() > kMaxKeyBytes || !printable) {
    return codec::fieldError("", "Idempotency-Key", "must be 1 to 255 printable characters without spaces");
  }
  return std::optional<std::string>{key};
}

Result<CreateConversation> readCommand(const codec::Json& json) {
  if (!json.is_object()) return codec::fieldError("", "body", "must be an object");
  CreateConversation command;
  if (codec::findMember(json, "id") != nullptr) {
    Result<std::string> id = codec::readId(json, "id", "");
    if (!id) return id.error();
    command.id = std::move(id).value();
  }
  Result<std::string> title = readOptionalString(json, "title", kMaxTitleBytes);
  if (!title) return title.error();
  command.title = std::move(title).value();
  Result<std::string> firstMessage = readOptionalString(json, "firstMessage", kMaxFirstMessageBytes);
  if (!firstMessage) return firstMessage.error();
  command.firstMessage = std::move(firstMessage).value();
  if (const codec::Json* config = codec::findMember(json, "config")) {
    if (!config->is_object()) return codec::fieldError("", "config", "must be an object");
    command.config = codec::dumpJson(*config);
  }
  // The members of an object are kept sorted: the same payload has the same text, however it was written.
  command.fingerprint = fingerprintOf(codec::dumpJson(json));
  return command;
}

Result<CreateConversation> decodeCommand(const HttpRequest& request) {
  const Result<codec::Json> json = codec::parseJson(request.body);
  if (!json) return json.error();
  Result<CreateConversation> command = readCommand(json.value());
  if (!command) return command;
  Result<std::optional<std::string>> key = readIdempotencyKey(request);
  if (!key) return key.error();
  command.value().idempotencyKey = std::move(key).value();
  return command;
}

Result<std::string> decodeTitle(const std::string& body) {
  const Result<codec::Json> json = codec::parseJson(body);
  if (!json) return json.error();
  if (!json.value().is_object()) return codec::fieldError("", "body", "must be an object");
  Result<std::string> title = codec::readString(json.value(), "title", "", kMaxTitleBytes);
  if (title && collapseSpaces(title.value()).empty()) {
    return codec::fieldError("", "title", "must not be blank");
  }
  return title;
}

/// Empty for the first page.
Result<std::string> readAfter(const HttpRequest& request) {
  const auto given = request.query.find("after");
  if (given == request.query.end()) return std::string{};
  if (!isValidId(given->second)) {
    return codec::fieldError("", "after", "must be the `next` of an earlier page");
  }
  return given->second;
}

codec::Json toJson(const Conversation& conversation) {
  return {{"id", conversation.id},
          {"title", conversation.title},
          {"createdAt", conversation.createdAt},
          {"messageCount", conversation.messageCount}};
}

Awaitable<MaybeResponse> create(ConversationService& service, const FaultPlan& faults, Exchange& exchange) {
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  Result<CreateConversation> command = decodeCommand(exchange.request);
  if (!command) co_return problemResponse(problemOf(command.error()));
  command.value().userId = exchange.client.userId;
  const auto outcome = co_await service.createConversation(std::move(command).value());
  if (faults.dropAnswers) co_return std::nullopt;
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  const auto& created = std::get<CreatedConversation>(outcome);
  co_return jsonResponse(created.status, created.body);
}

Awaitable<MaybeResponse> get(ConversationService& service, Exchange& exchange) {
  const auto outcome = co_await service.getConversation(exchange.captures[0], exchange.client.userId);
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  co_return jsonResponse(200, codec::dumpJson(toJson(std::get<Conversation>(outcome))));
}

Awaitable<MaybeResponse> list(ConversationService& service, Exchange& exchange) {
  const auto limit = readQueryNumber(exchange.request, "limit", kListLimit, kDefaultListLimit);
  if (!limit) co_return problemResponse(problemOf(limit.error()));
  const auto after = readAfter(exchange.request);
  if (!after) co_return problemResponse(problemOf(after.error()));
  const auto outcome =
      co_await service.listConversations(exchange.client.userId, after.value(), limit.value());
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  const auto& page = std::get<ConversationPage>(outcome);
  codec::Json json = {{"conversations", codec::Json::array()}};
  for (const Conversation& conversation : page.conversations) {
    json["conversations"].push_back(toJson(conversation));
  }
  if (!page.next.empty()) json["next"] = page.next;
  co_return jsonResponse(200, codec::dumpJson(json));
}

Awaitable<MaybeResponse> rename(ConversationService& service, const FaultPlan& faults, Exchange& exchange) {
  if (const auto problem = checkJsonBody(exchange.request)) co_return problemResponse(*problem);
  Result<std::string> title = decodeTitle(exchange.request.body);
  if (!title) co_return problemResponse(problemOf(title.error()));
  const auto outcome = co_await service.renameConversation(exchange.captures[0], exchange.client.userId,
                                                           std::move(title).value());
  if (faults.dropAnswers) co_return std::nullopt;
  if (const auto* problem = std::get_if<Problem>(&outcome)) co_return problemResponse(*problem);
  co_return jsonResponse(200, codec::dumpJson(toJson(std::get<Conversation>(outcome))));
}

Awaitable<MaybeResponse> erase(ConversationService& service, const FaultPlan& faults, Exchange& exchange) {
  const auto problem = co_await service.deleteConversation(exchange.captures[0], exchange.client.userId);
  if (faults.dropAnswers) co_return std::nullopt;
  if (problem) co_return problemResponse(*problem);
  co_return HttpResponse{204};
}

}  // namespace

void addConversationRoutes(Router& router, ConversationService& service, const FaultPlan& faults) {
  router.add({"POST", "/conversation/create",
              [&](Exchange& exchange) { return create(service, faults, exchange); }});
  router.add(
      {"PATCH", "/conversation/{}", [&](Exchange& exchange) { return rename(service, faults, exchange); }});
  router.add(
      {"DELETE", "/conversation/{}", [&](Exchange& exchange) { return erase(service, faults, exchange); }});
  router.add({"GET", "/conversation/{}", [&](Exchange& exchange) { return get(service, exchange); }});
  router.add({"GET", "/conversations", [&](Exchange& exchange) { return list(service, exchange); }});
}

}  // namespace holdfast::server
