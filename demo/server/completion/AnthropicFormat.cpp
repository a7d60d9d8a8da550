// Source: Anthropic's Messages API, version 2023-06-01.
#include <array>

#include "codec/Json.h"
#include "completion/AnthropicChunkReader.h"
#include "completion/ServiceFormat.h"

namespace holdfast::server {

namespace {

constexpr std::string_view kVersion = "2023-06-01";
/// The API demands a limit; this one is asked for where the config has none.
constexpr int kMaxTokens = 4096;

/// A member of a config, and what the service calls it. Of two names for one thing the later one wins.
struct PassedOn {
  std::string_view name;
  std::string_view theirs;
};
constexpr std::array<PassedOn, 5> kPassedOn{{{"temperature", "temperature"},
                                             {"top_p", "top_p"},
                                             {"max_tokens", "max_tokens"},
                                             {"max_completion_tokens", "max_tokens"},
                                             {"stop", "stop_sequences"}}};

/// The instructions stand apart from the dialogue, and whoever is not the assistant is the user.
codec::Json encodeMessages(const CompletionRequest& request, std::string& instructions) {
  codec::Json messages = codec::Json::array();
  for (const Message& message : request.messages) {
    if (message.role == Role::System) {
      if (!instructions.empty()) instructions += "\n\n";
      instructions += message.content;
    } else {
      const bool assistant = message.role == Role::Assistant;
      messages.push_back({{"role", assistant ? "assistant" : "user"}, {"content", message.content}});
    }
  }
  return messages;
}

void passOn(const codec::Json& config, codec::Json& body) {
  for (const PassedOn& member : kPassedOn) {
    const codec::Json* value = codec::findMember(config, member.name);
    if (value == nullptr) continue;
    const bool alone = member.theirs == "stop_sequences" && value->is_string();
    body[std::string{member.theirs}] = alone ? codec::Json::array({*value}) : *value;
  }
}

class AnthropicFormat : public ServiceFormat {
 public:
  explicit AnthropicFormat(ServiceAccess access) : access_(std::move(access)) {}

  [[nodiscard]] ServiceRequest encode(const CompletionRequest& request) const override {
    std::string instructions;
    codec::Json messages = encodeMessages(request, instructions);
    codec::Json body = {{"model", access_.model},
                        {"stream", true},
                        {"max_tokens", kMaxTokens},
                        {"messages", std::move(messages)}};
    if (!instructions.empty()) body["system"] = instructions;
    const Result<codec::Json> config = codec::parseJson(request.config.empty() ? "{}" : request.config);
    if (config) passOn(config.value(), body);
    ServiceRequest encoded{
        "/messages", {{"anthropic-version", std::string{kVersion}}}, codec::dumpJson(body)};
    if (!access_.apiKey.empty()) encoded.headers.emplace_back("x-api-key", access_.apiKey);
    return encoded;
  }

  [[nodiscard]] std::unique_ptr<ChunkReader> makeReader() const override {
    return std::make_unique<AnthropicChunkReader>(access_.model);
  }

 private:
  ServiceAccess access_;
};

}  // namespace

std::unique_ptr<ServiceFormat> makeAnthropicFormat(ServiceAccess access) {
  return std::make_unique<AnthropicFormat>(std::move(access));
}

}  // namespace holdfast::server
