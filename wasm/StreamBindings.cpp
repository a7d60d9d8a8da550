#include <emscripten/bind.h>
#include <emscripten/em_macros.h>

#include "Boundary.h"
#include "common/Bytes.h"
#include "holdfast/StreamDecoder.h"

namespace holdfast::wasm {

namespace {

/// `format` is a value of StreamFormat.
Handle makeStream(int format) { return make<StreamDecoder>(static_cast<StreamFormat>(format)); }
/// The input is u8(framing) text(text) text(reasoning) text(finishReason) text(error); 0 with the error in
/// the output.
Handle makePathStream(std::size_t bytes) {
  ByteReader reader{inputText(bytes)};
  StreamPaths paths;
  paths.framing = static_cast<StreamPaths::Framing>(reader.u8());
  paths.text = reader.text();
  paths.reasoning = reader.text();
  paths.finishReason = reader.text();
  paths.error = reader.text();
  return makeFrom<StreamDecoder>(StreamDecoder::forPaths(paths));
}
/// The output is `*(u8(kind) varint(index) text(id) text(name) text(text))`.
void streamTakeParts(Handle stream) {
  std::string parts;
  ByteWriter writer{parts};
  for (const StreamPart& part : at<StreamDecoder>(stream).parts()) {
    writer.u8(static_cast<std::uint8_t>(part.kind));
    writer.varint(part.index);
    writer.text(part.id);
    writer.text(part.name);
    writer.text(part.text);
  }
  putOut(std::move(parts));
}
int told(const StreamDecoder& decoder, const std::optional<Error>& error) {
  const auto parts = decoder.parts();
  const bool onlyText = parts.empty() || (parts.size() == 1 && parts.front().kind == StreamPartKind::Text);
  return outcome(error) | (onlyText ? 0 : 2) | (decoder.done() ? 4 : 0);
}
std::string streamFinishReason(Handle stream) { return at<StreamDecoder>(stream).finishReason(); }
std::string streamLastEventId(Handle stream) { return at<StreamDecoder>(stream).lastEventId(); }
/// -1 where the stream asks for nothing.
double streamRetryMs(Handle stream) {
  const auto ms = at<StreamDecoder>(stream).retryMs();
  return ms ? static_cast<double>(*ms) : -1;
}
double streamEvents(Handle stream) { return static_cast<double>(at<StreamDecoder>(stream).events()); }

}  // namespace

// Plain exports, since embind's invokers, which may not be compiled from text here, take longer than the
// whole call.
extern "C" {

/// Where the next `bytes` bytes of the body go.
EMSCRIPTEN_KEEPALIVE char* streamRoom(Handle stream, std::size_t bytes) {
  return at<StreamDecoder>(stream).room(bytes);
}

/// 1: an error, in the output; 2: parts that are not text; 4: nothing follows.
EMSCRIPTEN_KEEPALIVE int streamFeed(Handle stream, std::size_t bytes) {
  auto& decoder = at<StreamDecoder>(stream);
  return told(decoder, decoder.feed(bytes));
}
/// The body has ended; as streamFeed().
EMSCRIPTEN_KEEPALIVE int streamFinish(Handle stream) {
  auto& decoder = at<StreamDecoder>(stream);
  return told(decoder, decoder.finish());
}

/// The first part, which is all of it where streamFeed() does not say 2.
EMSCRIPTEN_KEEPALIVE const char* streamTextAt(Handle stream) {
  const auto parts = at<StreamDecoder>(stream).parts();
  return parts.empty() ? nullptr : parts.front().text.data();
}
EMSCRIPTEN_KEEPALIVE std::size_t streamTextSize(Handle stream) {
  const auto parts = at<StreamDecoder>(stream).parts();
  return parts.empty() ? 0 : parts.front().text.size();
}
}

EMSCRIPTEN_BINDINGS(stream) {
  using emscripten::function;
  function("makeStream", &makeStream);
  function("makePathStream", &makePathStream);
  function("streamTakeParts", &streamTakeParts);
  function("streamFinishReason", &streamFinishReason);
  function("streamLastEventId", &streamLastEventId);
  function("streamRetryMs", &streamRetryMs);
  function("streamEvents", &streamEvents);
}

}  // namespace holdfast::wasm
