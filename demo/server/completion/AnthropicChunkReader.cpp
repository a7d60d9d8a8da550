#include "completion/AnthropicChunkReader.h"

namespace holdfast::server {

namespace {

/// Anthropic's `stop_reason` in OpenAI's words.
std::string finishReasonOf(const std::string& stopReason) {
  if (stopReason == "end_turn" || stopReason == "stop_sequence") return "stop";
  if (stopReason == "max_tokens") return "length";
  if (stopReason == "tool_use") return "tool_calls";
  if (stopReason == "refusal") return "content_filter";
  return stopReason;
}

codec::Json toolCall(const StreamPart& part) {
  codec::Json call = {{"index", part.index}, {"function", {{"arguments", part.text}}}};
  if (!part.id.empty()) {
    call["id"] = part.id;
    call["type"] = "function";
    call["function"]["name"] = part.name;
  }
  return {{"tool_calls", codec::Json::array({std::move(call)})}};
}

}  // namespace

std::optional<std::string> AnthropicChunkReader::read(std::string_view bytes,
                                                      std::vector<std::string>& chunks) {
  const auto error = decoder_.feed(bytes);
  for (const StreamPart& part : decoder_.parts()) chunks.push_back(encode(part));
  if (error) return error->detail;
  return std::nullopt;
}

std::string AnthropicChunkReader::encode(const StreamPart& part) const {
  switch (part.kind) {
    case StreamPartKind::Text: return encodeChunk({{"content", part.text}}, nullptr);
    case StreamPartKind::Reasoning: return encodeChunk({{"reasoning_content", part.text}}, nullptr);
    case StreamPartKind::Refusal: return encodeChunk({{"refusal", part.text}}, nullptr);
    case StreamPartKind::ToolInput: return encodeChunk(toolCall(part), nullptr);
    case StreamPartKind::Finish: return encodeChunk(codec::Json::object(), finishReasonOf(part.text));
    case StreamPartKind::Usage: break;
  }
  const Result<codec::Json> usage = codec::parseJson(part.text);
  return codec::dumpJson({{"object", "chat.completion.chunk"},
                          {"model", model_},
                          {"choices", codec::Json::array()},
                          {"usage", usage ? usage.value() : codec::Json::object()}});
}

std::string AnthropicChunkReader::encodeChunk(codec::Json delta, codec::Json finishReason) const {
  const codec::Json choice = {
      {"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(finishReason)}};
  return codec::dumpJson(
      {{"object", "chat.completion.chunk"}, {"model", model_}, {"choices", codec::Json::array({choice})}});
}

}  // namespace holdfast::server
