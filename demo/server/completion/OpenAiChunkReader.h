// The stream of an OpenAI-compatible service: its chunks are passed on as they are.
#pragma once

#include "completion/ChunkReader.h"
#include "stream/EventStreamParser.h"
#include "stream/InputBuffer.h"

namespace holdfast::server {

class OpenAiChunkReader : public ChunkReader {
 public:
  std::optional<std::string> read(std::string_view bytes, std::vector<std::string>& chunks) override;
  [[nodiscard]] bool isDone() const override { return done_; }
  /// Some services leave `[DONE]` out; what counts is that the last chunk said why it ended.
  [[nodiscard]] bool mayEnd() const override;

 private:
  InputBuffer buffer_;
  EventStreamParser events_;
  std::string last_;
  bool done_ = false;
};

}  // namespace holdfast::server
