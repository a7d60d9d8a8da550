#include "holdfast/StreamDecoder.h"

#include <array>
#include <optional>
#include <utility>

#include "stream/Answer.h"
#include "stream/DeltaReader.h"
#include "stream/EventStreamParser.h"
#include "stream/InputBuffer.h"
#include "stream/JsonLines.h"
#include "stream/Utf8.h"
#include "stream/dialects/Dialect.h"

namespace holdfast {

namespace {

enum class Framing : std::uint8_t { Events, Lines, None };

Framing framingOf(StreamFormat format) {
  switch (format) {
    case StreamFormat::JsonLines: return Framing::Lines;
    case StreamFormat::Text: return Framing::None;
    case StreamFormat::OpenAi:
    case StreamFormat::OpenAiResponses:
    case StreamFormat::Anthropic:
    case StreamFormat::UiMessage:
    case StreamFormat::EventText: break;
  }
  return Framing::Events;
}

/// nullptr where the stream holds the text itself.
const Dialect* dialectOf(StreamFormat format) {
  switch (format) {
    case StreamFormat::OpenAi: return &openAiChat();
    case StreamFormat::OpenAiResponses: return &openAiResponses();
    case StreamFormat::Anthropic: return &anthropicMessages();
    case StreamFormat::UiMessage: return &uiMessages();
    case StreamFormat::JsonLines: return &ollama();
    case StreamFormat::EventText:
    case StreamFormat::Text: break;
  }
  return nullptr;
}

/// A sentence of somebody else, short enough to be told.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 1024;
  std::string shown;
  appendReplacingInvalid(shown, text.substr(0, kMost));
  return shown;
}

}  // namespace

class StreamDecoder::State final : public EventStreamParser::Sink {
 public:
  State(Framing framing, const Dialect* dialect, std::optional<JsonPaths> paths)
      : framing_(framing), dialect_(dialect) {
    if (paths) reader_.emplace(*std::move(paths));
  }

  std::optional<Error> take(bool isLast) {
    answer.clearParts();
    if (goesOn()) read(isLast);
    // What follows the end is not read, and what the end of the body left is read once.
    if (isLast || !goesOn()) buffer.drop(buffer.rest().size());
    return error;
  }

  bool onEvent(std::string_view type, std::string_view data) override {
    ++events;
    if (data == "[DONE]") {
      answer.end();
    } else if (type == "error") {
      readError(data);
    } else if (!reader_) {
      appendReplacingInvalid(answer.textOf(StreamPartKind::Text), data);
    } else {
      readJson(data, "event");
    }
    return goesOn();
  }

  InputBuffer buffer;
  EventStreamParser parser;
  Answer answer;
  std::optional<Error> error;
  std::uint64_t events = 0;

 private:
  [[nodiscard]] bool goesOn() const noexcept { return !error && !answer.isDone(); }

  void read(bool isLast) {
    std::optional<Error> limit;
    switch (framing_) {
      case Framing::Events: limit = parser.parse(buffer, *this); break;
      case Framing::Lines: limit = readLines(isLast); break;
      case Framing::None: readText(isLast); break;
    }
    if (limit) error = std::move(limit);
  }

  std::optional<Error> readLines(bool isLast) {
    const auto onLine = [this](std::string_view line) {
      ++events;
      readJson(line, "line");
      return goesOn();
    };
    if (!isLast) return lines_.parse(buffer, onLine);
    // The lines that had an end were read when it came.
    if (!JsonLines::isBlank(buffer.rest())) onLine(buffer.rest());
    return std::nullopt;
  }

  void readText(bool isLast) {
    const std::string_view bytes = buffer.rest();
    const std::size_t whole = isLast ? bytes.size() : bytes.size() - cutAtEnd(bytes);
    if (whole > 0) appendReplacingInvalid(answer.textOf(StreamPartKind::Text), bytes.substr(0, whole));
    buffer.drop(whole);
  }

  void readJson(std::string_view json, std::string_view what) {
    if (const std::optional<std::size_t> wrong = reader_->read(json)) {
      error = Error{ErrorCode::MalformedDelta, std::string{what} + " " + std::to_string(events) +
                                                   " of the stream is not valid JSON at byte " +
                                                   std::to_string(*wrong)};
      return;
    }
    dialect_->read(reader_->findings(), answer);
    if (answer.failure()) error = Error{ErrorCode::UpstreamError, excerpt(*answer.failure())};
  }

  void readError(std::string_view data) {
    if (reader_ && !reader_->read(data)) dialect_->read(reader_->findings(), answer);
    error = Error{ErrorCode::UpstreamError, excerpt(answer.failure() ? *answer.failure() : data)};
  }

  Framing framing_;
  const Dialect* dialect_;
  std::optional<DeltaReader> reader_;
  JsonLines lines_;
};

StreamDecoder::StreamDecoder(StreamFormat format) {
  const Dialect* const dialect = dialectOf(format);
  std::optional<JsonPaths> paths;
  // The paths of a dialect are sound.
  if (dialect != nullptr) paths = JsonPaths::parse(dialect->paths).value();
  state_ = std::make_unique<State>(framingOf(format), dialect, std::move(paths));
}

StreamDecoder::StreamDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
StreamDecoder::~StreamDecoder() = default;
StreamDecoder::StreamDecoder(StreamDecoder&&) noexcept = default;
StreamDecoder& StreamDecoder::operator=(StreamDecoder&&) noexcept = default;

Result<StreamDecoder> StreamDecoder::forPaths(const StreamPaths& named) {
  const std::array<std::string_view, 4> slots{named.text, named.reasoning, named.finishReason, named.error};
  Result<JsonPaths> paths = JsonPaths::parse(slots);
  if (!paths) return paths.error();
  const bool lines = named.framing == StreamPaths::Framing::Lines;
  return StreamDecoder{std::make_unique<State>(lines ? Framing::Lines : Framing::Events, &namedPaths(),
                                               std::move(paths).value())};
}

char* StreamDecoder::room(std::size_t bytes) { return state_->buffer.room(bytes); }

std::optional<Error> StreamDecoder::feed(std::size_t bytes) {
  state_->buffer.commit(bytes);
  return state_->take(false);
}

std::optional<Error> StreamDecoder::feed(std::string_view bytes) {
  state_->buffer.append(bytes);
  return state_->take(false);
}

std::optional<Error> StreamDecoder::finish() { return state_->take(true); }
std::span<const StreamPart> StreamDecoder::parts() const noexcept { return state_->answer.parts(); }
bool StreamDecoder::done() const noexcept { return state_->answer.isDone(); }
const std::string& StreamDecoder::finishReason() const noexcept { return state_->answer.finishReason(); }
const std::string& StreamDecoder::lastEventId() const noexcept { return state_->parser.lastEventId(); }
std::optional<std::uint32_t> StreamDecoder::retryMs() const noexcept { return state_->parser.retryMs(); }
std::uint64_t StreamDecoder::events() const noexcept { return state_->events; }

}  // namespace holdfast
