// Any sequence of events, sound or not, in any order and at any time: the core neither crashes nor spins.
#include <cstdlib>

#include "CorePort.h"
#include "common/Bytes.h"

namespace {

/// Far more than a host could perform in one go.
constexpr std::size_t kMostEffectBytes = 64U * 1024 * 1024;

/// What follows it are queued messages, and no event.
constexpr char kMessages = '\x7f';

holdfast::Config smallConfig() {
  holdfast::Config config;
  config.writer = "fuzz";
  config.log.windowBytes = 256;
  config.log.maxSegmentBytes = 1'024;
  config.log.groupBytes = 2'048;
  config.log.laneBytes = 512;
  config.batch.maxMessages = 4;
  return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  holdfast::CorePort port{smallConfig()};
  holdfast::ByteReader input{{reinterpret_cast<const char*>(data), size}};
  double now = 1'000'000;
  while (input.ok() && input.remaining() > 0) {
    now += input.u8() * 100.0;
    const std::string_view bytes = input.text();
    if (bytes.starts_with(kMessages)) {
      (void)port.queueMessages(bytes.substr(1), now);
    } else {
      (void)port.handle(bytes, now);
    }
    if (port.drain().size() > kMostEffectBytes) std::abort();
    if (const double deadline = port.nextDeadlineMs(); deadline >= 0) {
      (void)port.handle("\x13", deadline);
      if (port.drain().size() > kMostEffectBytes) std::abort();
    }
  }
  return 0;
}
