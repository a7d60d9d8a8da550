// Whatever decodes as a record of the log must encode to one that decodes to the same.
#include <cstdlib>

#include "log/Crc32c.h"
#include "log/Segment.h"

namespace {

/// Noise seldom has a checksum that matches, so it is given one.
std::string withChecksum(std::string bytes) {
  constexpr std::size_t kHeaderBytes = 8;
  if (bytes.size() < kHeaderBytes) return bytes;
  const std::uint32_t crc = holdfast::crc32cOf(std::string_view{bytes}.substr(kHeaderBytes));
  for (unsigned i = 0; i < 4; ++i) bytes[4 + i] = static_cast<char>(crc >> (8 * i));
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = withChecksum({reinterpret_cast<const char*>(data), size});
  const auto segment = holdfast::decodeSegment(bytes);
  if (!segment) return 0;
  const auto again = holdfast::decodeSegment(holdfast::encodeSegment(segment.value()));
  if (!again || again.value().entries.size() != segment.value().entries.size()) std::abort();
  return 0;
}
