// A stream must give the same parts however the network cuts it, and noise must not crash the decoder. The
// first byte of the input names the format, from '0' on; the second says where to cut.
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "holdfast/StreamDecoder.h"

namespace {

using holdfast::StreamDecoder;
using holdfast::StreamPart;
using holdfast::StreamPartKind;
using holdfast::StreamPaths;

StreamDecoder decoderFor(unsigned number) {
  constexpr unsigned kFormats = 7;
  if (number < kFormats) return StreamDecoder{static_cast<holdfast::StreamFormat>(number)};
  const auto framing = number == kFormats ? StreamPaths::Framing::Events : StreamPaths::Framing::Lines;
  return StreamDecoder::forPaths({framing, "a[*].b", "c", "d", "e"}).value();
}

struct Outcome {
  std::vector<StreamPart> parts;
  std::string finishReason;
  std::string lastEventId;
  std::string error;
  bool done = false;
  bool operator==(const Outcome&) const = default;
};

/// What one piece of the network holds is joined; so is what two hold.
void add(std::vector<StreamPart>& parts, const StreamPart& part) {
  const bool goesOn = !parts.empty() && parts.back().kind == part.kind && parts.back().index == part.index &&
                      part.name.empty() && (part.id.empty() || part.id == parts.back().id);
  const bool isWhole = part.kind == StreamPartKind::Finish || part.kind == StreamPartKind::Usage;
  if (goesOn && !isWhole) {
    parts.back().text += part.text;
  } else if (!part.text.empty() || !part.id.empty() || !part.name.empty()) {
    parts.push_back(part);
  }
}

Outcome decode(std::string_view bytes, std::size_t first, std::size_t step, unsigned number) {
  StreamDecoder decoder = decoderFor(number);
  Outcome outcome;
  const auto take = [&](const std::optional<holdfast::Error>& error) {
    if (error) outcome.error = error->detail;
    for (const StreamPart& part : decoder.parts()) add(outcome.parts, part);
  };
  take(decoder.feed(bytes.substr(0, first)));
  for (std::size_t at = first; at < bytes.size(); at += step) take(decoder.feed(bytes.substr(at, step)));
  take(decoder.finish());
  outcome.finishReason = decoder.finishReason();
  outcome.lastEventId = decoder.lastEventId();
  outcome.done = decoder.done();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  constexpr unsigned kDecoders = 9;
  const unsigned number = (data[0] - unsigned{'0'}) % kDecoders;
  const std::string_view bytes{reinterpret_cast<const char*>(data + 2), size - 2};
  const std::size_t cut = bytes.empty() ? 0 : data[1] % (bytes.size() + 1);
  const std::size_t all = bytes.size() + 1;
  const Outcome whole = decode(bytes, bytes.size(), all, number);
  if (whole != decode(bytes, cut, all, number)) std::abort();
  if (whole != decode(bytes, 0, 1, number)) std::abort();
  return 0;
}
