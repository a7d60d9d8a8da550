// A stream must give the same text however the network cuts it, and noise must not crash the decoder.
#include <cstdlib>
#include <string>

#include "holdfast/StreamDecoder.h"

namespace {

struct Outcome {
  std::string text;
  bool failed = false;
};

Outcome decode(std::string_view bytes, std::size_t cut, holdfast::StreamFormat format) {
  holdfast::StreamDecoder decoder{format};
  Outcome outcome;
  for (const std::string_view part : {bytes.substr(0, cut), bytes.substr(cut)}) {
    outcome.failed = decoder.feed(part).has_value();
    outcome.text += decoder.text();
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto format = static_cast<holdfast::StreamFormat>(data[0] % 3);
  const std::string_view bytes{reinterpret_cast<const char*>(data + 2), size - 2};
  const std::size_t cut = bytes.empty() ? 0 : data[1] % (bytes.size() + 1);
  const Outcome whole = decode(bytes, bytes.size(), format);
  const Outcome inTwo = decode(bytes, cut, format);
  if (whole.text != inTwo.text || whole.failed != inTwo.failed) std::abort();
  return 0;
}
