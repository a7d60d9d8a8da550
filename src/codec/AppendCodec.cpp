#include "codec/AppendCodec.h"

#include "codec/AnswerScanner.h"
#include "codec/AppendStatusName.h"
#include "codec/MessageJson.h"

namespace holdfast::codec {

namespace {

constexpr std::string_view kProblemUrn = "urn:holdfast:problem:";

Result<AppendItem> readItem(const Json& json, const std::string& path, std::size_t maxMessageBytes) {
  const Result<Seq> seq = readWhole(json, "seq", path, 1);
  if (!seq) return seq.error();
  if (const Json* tombstone = findMember(json, "tombstone")) {
    if (*tombstone != true) return fieldError(path, "tombstone", "must be true where it is given");
    return AppendItem{seq.value(), Tombstone{}};
  }
  Result<Message> message = messageFromJson(json, path);
  if (!message) {
    const Result<std::string> id = readId(json, "id", path);
    return AppendItem{seq.value(), Unacceptable{id ? id.value() : std::string{}, message.error()}};
  }
  const std::size_t size = message.value().content.size() + message.value().metadata.size();
  if (size > maxMessageBytes) {
    Error tooLarge{ErrorCode::MessageTooLarge,
                   "the message holds " + std::to_string(size) + " bytes; the limit is " +
                       std::to_string(maxMessageBytes),
                   path + "content"};
    return AppendItem{seq.value(), Unacceptable{std::move(message.value().id), std::move(tooLarge)}};
  }
  return AppendItem{seq.value(), std::move(message).value()};
}

Json problemToJson(const Problem& problem) {
  Json json = {{"type", std::string{kProblemUrn} + problem.code},
               {"code", problem.code},
               {"title", problem.title},
               {"status", problem.status}};
  if (!problem.detail.empty()) json["detail"] = problem.detail;
  if (!problem.field.empty()) json["field"] = problem.field;
  if (problem.expected) json["expected"] = *problem.expected;
  if (problem.received) json["received"] = *problem.received;
  return json;
}

std::string stringOr(const Json& json, std::string_view name, std::string_view fallback) {
  Result<std::string> text = readString(json, name, "");
  return text ? std::move(text).value() : std::string{fallback};
}

std::optional<Seq> optionalWhole(const Json& json, std::string_view name) {
  const Result<Seq> number = readWhole(json, name, "", 0);
  return number ? std::optional<Seq>{number.value()} : std::nullopt;
}

Problem problemFromJson(int status, const Json& json) {
  Problem problem;
  problem.status = status;
  problem.code = stringOr(json, "code", "");
  if (problem.code.empty()) {
    const std::string type = stringOr(json, "type", "about:blank");
    problem.code =
        type.starts_with(kProblemUrn) ? type.substr(kProblemUrn.size()) : "http-" + std::to_string(status);
  }
  problem.title = stringOr(json, "title", "The backend answered " + std::to_string(status));
  problem.detail = stringOr(json, "detail", "");
  problem.field = stringOr(json, "field", "");
  problem.expected = optionalWhole(json, "expected");
  problem.received = optionalWhole(json, "received");
  return problem;
}

Result<AppendResult> readResult(const Json& json, const std::string& path) {
  const Result<Seq> seq = readWhole(json, "seq", path, 1);
  if (!seq) return seq.error();
  AppendResult result;
  result.seq = seq.value();
  result.id = stringOr(json, "id", "");

  const Result<std::string> status = readString(json, "status", path);
  if (!status) return status.error();
  const std::optional<AppendStatus> known = statusNamed(status.value());
  if (!known) return fieldError(path, "status", "must be stored, duplicate, rejected or skipped");
  result.status = *known;
  result.position = optionalWhole(json, "position");
  if (const Json* problem = findMember(json, "problem")) result.problem = problemFromJson(422, *problem);
  return result;
}

Result<AppendAnswer> readAnswer(const Json& json) {
  AppendAnswer answer;
  Result<std::string> conversationId = readId(json, "conversationId", "");
  if (!conversationId) return conversationId.error();
  answer.conversationId = std::move(conversationId).value();
  Result<std::string> writer = readId(json, "writer", "");
  if (!writer) return writer.error();
  answer.writer = std::move(writer).value();
  const Result<Seq> nextSeq = readWhole(json, "nextSeq", "", 1);
  if (!nextSeq) return nextSeq.error();
  answer.nextSeq = nextSeq.value();

  const Json* results = findMember(json, "results");
  if (results == nullptr || !results->is_array()) return fieldError("", "results", "must be an array");
  answer.results.reserve(results->size());
  for (std::size_t i = 0; i < results->size(); ++i) {
    Result<AppendResult> result = readResult((*results)[i], "results[" + std::to_string(i) + "].");
    if (!result) return result.error();
    answer.results.push_back(std::move(result).value());
  }
  return answer;
}

}  // namespace

Result<AppendRequest> decodeAppendRequest(std::string_view text, std::size_t maxMessageBytes) {
  const Result<Json> parsed = parseJson(text);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
  if (!json.is_object()) return fieldError("", "body", "must be an object");

  AppendRequest request;
  Result<std::string> conversationId = readId(json, "conversationId", "");
  if (!conversationId) return conversationId.error();
  request.conversationId = std::move(conversationId).value();
  Result<std::string> writer = readId(json, "writer", "");
  if (!writer) return writer.error();
  request.writer = std::move(writer).value();

  const Json* messages = findMember(json, "messages");
  if (messages == nullptr || !messages->is_array() || messages->empty()) {
    return fieldError("", "messages", "must be an array of at least one message");
  }
  request.messages.reserve(messages->size());
  for (std::size_t i = 0; i < messages->size(); ++i) {
    Result<AppendItem> item =
        readItem((*messages)[i], "messages[" + std::to_string(i) + "].", maxMessageBytes);
    if (!item) return item.error();
    request.messages.push_back(std::move(item).value());
  }
  return request;
}

std::string encodeAppendAnswer(const AppendAnswer& answer) {
  Json results = Json::array();
  for (const AppendResult& result : answer.results) {
    Json json = {{"seq", result.seq}, {"status", nameOf(result.status)}};
    if (!result.id.empty()) json["id"] = result.id;
    if (result.position) json["position"] = *result.position;
    if (result.problem) json["problem"] = problemToJson(*result.problem);
    results.push_back(std::move(json));
  }
  return dumpJson({{"conversationId", answer.conversationId},
                   {"writer", answer.writer},
                   {"nextSeq", answer.nextSeq},
                   {"results", std::move(results)}});
}

Result<AppendAnswer> decodeAppendAnswer(std::string_view text) {
  if (std::optional<AppendAnswer> usual = scanAppendAnswer(text)) return std::move(*usual);
  return parseAppendAnswer(text);
}

Result<AppendAnswer> parseAppendAnswer(std::string_view text) {
  const Result<Json> parsed = parseJson(text);
  if (!parsed) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool html = first != std::string_view::npos && text[first] == '<';
    return Error{ErrorCode::MalformedAnswer,
                 "the backend's answer is " +
                     std::string{html ? "HTML or XML, not JSON: does baseUrl point at the backend?"
                                      : parsed.error().detail}};
  }
  Result<AppendAnswer> answer = readAnswer(parsed.value());
  if (answer) return answer;
  return Error{ErrorCode::MalformedAnswer,
               "the backend's answer is not one to /message/append: " + answer.error().detail,
               answer.error().field};
}

std::string encodeProblem(const Problem& problem) { return dumpJson(problemToJson(problem)); }

Problem decodeProblem(int status, std::string_view body) {
  const Result<Json> parsed = parseJson(body);
  return problemFromJson(status, parsed ? parsed.value() : Json::object());
}

}  // namespace holdfast::codec
