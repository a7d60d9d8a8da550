#include <array>

#include "codec/Json.h"
#include "codec/MessageCodec.h"
#include "completion/OpenAiChunkReader.h"
#include "completion/ServiceFormat.h"

namespace holdfast::server {

namespace {

/// The members of a config that go to the service as they are.
constexpr std::array<std::string_view, 8> kPassedOn{
    "temperature",       "top_p", "max_tokens", "max_completion_tokens", "presence_penalty",
    "frequency_penalty", "seed",  "stop"};

class OpenAiFormat : public ServiceFormat {
 public:
  explicit OpenAiFormat(ServiceAccess access) : access_(std::move(access)) {}

  [[nodiscard]] ServiceRequest encode(const CompletionRequest& request) const override {
    codec::Json messages = codec::Json::array();
    for (const Message& message : request.messages) {
      messages.push_back({{"role", codec::nameOf(message.role)}, {"content", message.content}});
    }
    codec::Json body = {{"model", access_.model}, {"stream", true}, {"messages", std::move(messages)}};
    const Result<codec::Json> config = codec::parseJson(request.config.empty() ? "{}" : request.config);
    for (const std::string_view name : kPassedOn) {
      const codec::Json* value = config ? codec::findMember(config.value(), name) : nullptr;
      if (value != nullptr) body[std::string{name}] = *value;
    }
    ServiceRequest encoded{"/chat/completions", {}, codec::dumpJson(body)};
    if (!access_.apiKey.empty()) encoded.headers.emplace_back("authorization", "Bearer " + access_.apiKey);
    return encoded;
  }

  [[nodiscard]] std::unique_ptr<ChunkReader> makeReader() const override {
    return std::make_unique<OpenAiChunkReader>();
  }

 private:
  ServiceAccess access_;
};

}  // namespace

std::unique_ptr<ServiceFormat> makeOpenAiFormat(ServiceAccess access) {
  return std::make_unique<OpenAiFormat>(std::move(access));
}

}  // namespace holdfast::server
