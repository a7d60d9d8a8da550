#include "completion/CompletionChunk.h"

#include "codec/Json.h"

namespace holdfast::server {

namespace {

using codec::Json;

/// `created` is 0: the same messages give the same bytes, whenever they are asked again.
std::string encodeChunk(std::string_view answerId, std::string_view model, Json delta, Json finishReason) {
  const Json choice = {{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(finishReason)}};
  return codec::dumpJson({{"id", answerId},
                          {"object", "chat.completion.chunk"},
                          {"created", 0},
                          {"model", model},
                          {"choices", Json::array({choice})}});
}

}  // namespace

std::string encodeRoleChunk(std::string_view answerId, std::string_view model) {
  return encodeChunk(answerId, model, {{"role", "assistant"}, {"content", ""}}, nullptr);
}

std::string encodeContentChunk(std::string_view answerId, std::string_view model, std::string_view content) {
  return encodeChunk(answerId, model, {{"content", content}}, nullptr);
}

std::string encodeStopChunk(std::string_view answerId, std::string_view model) {
  return encodeChunk(answerId, model, Json::object(), "stop");
}

std::string encodeErrorChunk(std::string_view code, std::string_view message) {
  const Json error = {{"code", code}, {"message", message}, {"type", "server_error"}};
  return codec::dumpJson({{"error", error}});
}

}  // namespace holdfast::server
