// The stream of an Anthropic-compatible service, said again in chunks of the OpenAI format.
#pragma once

#include "codec/Json.h"
#include "completion/ChunkReader.h"
#include "holdfast/StreamDecoder.h"

namespace holdfast::server {

class AnthropicChunkReader : public ChunkReader {
 public:
  explicit AnthropicChunkReader(std::string model) : model_(std::move(model)) {}

  std::optional<std::string> read(std::string_view bytes, std::vector<std::string>& chunks) override;
  [[nodiscard]] bool isDone() const override { return decoder_.done(); }
  [[nodiscard]] bool mayEnd() const override { return false; }

 private:
  [[nodiscard]] std::string encode(const StreamPart& part) const;
  [[nodiscard]] std::string encodeChunk(codec::Json delta, codec::Json finishReason) const;

  std::string model_;
  StreamDecoder decoder_{StreamFormat::Anthropic};
};

}  // namespace holdfast::server
