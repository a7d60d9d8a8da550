#include "outbox/Segment.h"

#include "common/Bytes.h"
#include "outbox/Crc32c.h"

namespace holdfast {

namespace {

constexpr std::string_view kMagic = "HFS";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kSmallestEntryBytes = 12;
constexpr std::size_t kEntryOverheadBytes = 10 + 8 + 3 * 5;

Error damaged(std::string detail) { return Error{ErrorCode::DamagedSegment, std::move(detail)}; }

SegmentEntry readEntry(ByteReader& reader) {
  SegmentEntry entry;
  entry.seq = reader.varint();
  entry.queuedAt = timeFromMs(static_cast<HostClock::rep>(reader.u64()));
  entry.conversationId = reader.text();
  entry.messageId = reader.text();
  entry.payload = reader.text();
  return entry;
}

bool isSound(const SegmentEntry& entry) {
  return entry.seq >= 1 && entry.seq <= kMaxSeq && isValidId(entry.conversationId) &&
         isValidId(entry.messageId) && entry.payload.starts_with('{') && entry.payload.ends_with('}');
}

}  // namespace

std::size_t encodedSize(const SegmentEntry& entry) noexcept {
  return kEntryOverheadBytes + entry.conversationId.size() + entry.messageId.size() + entry.payload.size();
}

std::string encodeSegment(const Segment& segment) {
  std::string bytes{kMagic};
  std::size_t size = kHeaderBytes + kEntryOverheadBytes + segment.writer.size();
  for (const SegmentEntry& entry : segment.entries) size += encodedSize(entry);
  bytes.reserve(size);

  ByteWriter writer{bytes};
  writer.u8(kVersion);
  writer.u32(0);
  writer.text(segment.writer);
  writer.varint(segment.entries.size());
  for (const SegmentEntry& entry : segment.entries) {
    writer.varint(entry.seq);
    writer.u64(static_cast<std::uint64_t>(toMs(entry.queuedAt)));
    writer.text(entry.conversationId);
    writer.text(entry.messageId);
    writer.text(entry.payload);
  }

  std::string crc;
  ByteWriter{crc}.u32(crc32cOf(std::string_view{bytes}.substr(kHeaderBytes)));
  bytes.replace(kMagic.size() + 1, crc.size(), crc);
  return bytes;
}

Result<Segment> decodeSegment(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic))
    return damaged("it is no record of Holdfast's");
  ByteReader header{bytes.substr(kMagic.size())};
  if (const std::uint8_t version = header.u8(); version != kVersion) {
    return damaged("it has format version " + std::to_string(version) + "; this build reads version 1");
  }
  const std::uint32_t crc = header.u32();
  const std::string_view body = bytes.substr(kHeaderBytes);
  if (crc32cOf(body) != crc) return damaged("its checksum does not match");

  ByteReader reader{body};
  Segment segment;
  segment.writer = reader.text();
  const std::uint64_t count = reader.varint();
  if (!reader.ok() || !isValidId(segment.writer) || count == 0 ||
      count > reader.remaining() / kSmallestEntryBytes) {
    return damaged("its head contradicts its length");
  }
  segment.entries.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    segment.entries.push_back(readEntry(reader));
    if (!reader.ok() || !isSound(segment.entries.back())) {
      return damaged("entry " + std::to_string(i + 1) + " of " + std::to_string(count) + " is not sound");
    }
  }
  if (reader.remaining() != 0) return damaged("bytes follow its last entry");
  return segment;
}

}  // namespace holdfast
