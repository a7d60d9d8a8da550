#include "outbox/Lane.h"

#include <algorithm>

namespace holdfast {

std::size_t Lane::nextBatch(const BatchConfig& config) const {
  const LaneEntry& first = entries.front();
  if (first.kind == EntryKind::Creation) return 1;
  const std::size_t times = std::max<std::size_t>(1, batchLimit / config.maxMessages);
  const std::size_t maxBytes =
      std::min(config.maxBytes * times, std::max(config.maxBytes, config.maxBacklogBytes));
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const LaneEntry& entry : entries) {
    bytes += entry.payload.size();
    const bool belongs = entry.kind == first.kind && *entry.writer == *first.writer;
    if (count > 0 && (!belongs || count == batchLimit || bytes > maxBytes)) break;
    ++count;
  }
  return count;
}

std::size_t Lane::bytes() const {
  std::size_t sum = 0;
  for (const LaneEntry& entry : entries) sum += entry.bytes();
  return sum;
}

}  // namespace holdfast
