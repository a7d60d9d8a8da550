#include "holdfast/StreamDecoder.h"

#include <optional>
#include <utility>

#include "codec/DeltaCodec.h"
#include "stream/EventStreamParser.h"

namespace holdfast {

class StreamDecoder::State final : public EventStreamParser::Sink {
 public:
  explicit State(StreamFormat streamFormat) : format(streamFormat) {}

  bool onEvent(std::string_view type, std::string_view data) override {
    if (data == "[DONE]") {
      done = true;
      return false;
    }
    if (type == "error") {
      error = Error{ErrorCode::UpstreamError, std::string{data}};
      return false;
    }
    if (format == StreamFormat::EventText) {
      text += data;
      return true;
    }
    Result<codec::Delta> delta = codec::decodeOpenAiChunk(data);
    if (!delta) {
      error = delta.error();
      return false;
    }
    text += delta.value().text;
    if (!delta.value().finishReason.empty()) finishReason = std::move(delta).value().finishReason;
    return true;
  }

  StreamFormat format;
  EventStreamParser parser;
  std::string text;
  std::string finishReason;
  std::optional<Error> error;
  bool done = false;
};

StreamDecoder::StreamDecoder(StreamFormat format) : state_(std::make_unique<State>(format)) {}
StreamDecoder::~StreamDecoder() = default;
StreamDecoder::StreamDecoder(StreamDecoder&&) noexcept = default;
StreamDecoder& StreamDecoder::operator=(StreamDecoder&&) noexcept = default;

std::optional<Error> StreamDecoder::feed(std::string_view bytes) {
  State& state = *state_;
  state.text.clear();
  if (state.done || state.error) return state.error;
  if (state.format == StreamFormat::Text) {
    state.text = bytes;
  } else if (std::optional<Error> limit = state.parser.feed(bytes, state)) {
    state.error = std::move(limit);
  }
  return state.error;
}

std::string_view StreamDecoder::text() const noexcept { return state_->text; }
bool StreamDecoder::done() const noexcept { return state_->done; }
const std::string& StreamDecoder::finishReason() const noexcept { return state_->finishReason; }
const std::string& StreamDecoder::lastEventId() const noexcept { return state_->parser.lastEventId(); }

}  // namespace holdfast
