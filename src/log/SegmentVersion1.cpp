#include "log/SegmentVersion1.h"

#include <algorithm>

#include "common/Bytes.h"

namespace holdfast {

Result<std::vector<Segment>> decodeSegmentVersion1(std::string_view bytes) {
  const Error unsound{ErrorCode::DamagedSegment, "it is not sound"};
  const Result<std::string_view> body = openSegment(bytes, 1);
  if (!body) return body.error();
  ByteReader reader{body.value()};
  const std::string writer{reader.text()};
  const std::uint64_t count = reader.varint();
  if (!isValidId(writer)) return unsound;

  std::vector<Segment> segments;
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    SegmentEntry entry;
    entry.seq = reader.varint();
    entry.queuedAt = timeFromMs(static_cast<HostClock::rep>(reader.u64()));
    const std::string conversationId{reader.text()};
    entry.messageId = reader.text();
    entry.payload = reader.text();
    if (!isValidId(conversationId) || !isValidId(entry.messageId)) return unsound;
    auto home = std::find_if(segments.begin(), segments.end(), [&](const Segment& segment) {
      return segment.conversationId == conversationId;
    });
    if (home == segments.end()) home = segments.insert(home, Segment{writer, conversationId, {}});
    home->entries.push_back(std::move(entry));
  }
  if (!reader.ok() || reader.remaining() != 0 || segments.empty()) return unsound;
  return segments;
}

}  // namespace holdfast
