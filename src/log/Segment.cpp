#include "log/Segment.h"

#include "common/Bytes.h"
#include "log/Crc32c.h"

namespace holdfast {

namespace {

constexpr std::string_view kMagic = "HFS";
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::uint32_t kMaxParts = 4096;

Error damaged(std::string detail) { return Error{ErrorCode::DamagedSegment, std::move(detail)}; }

SegmentEntry readEntry(ByteReader& reader) {
  SegmentEntry entry;
  entry.kind = static_cast<EntryKind>(reader.u8());
  entry.seq = reader.varint();
  entry.queuedAt = timeFromMs(static_cast<HostClock::rep>(reader.u64()));
  entry.messageId = reader.text();
  entry.part = static_cast<std::uint32_t>(reader.varint());
  entry.parts = static_cast<std::uint32_t>(reader.varint());
  entry.payload = reader.text();
  return entry;
}

bool isSound(const SegmentEntry& entry) {
  const bool counted = entry.kind == EntryKind::Message && entry.seq >= 1 && entry.seq <= kMaxSeq;
  const bool creates = entry.kind == EntryKind::Creation && entry.seq == 0;
  const bool cut = entry.part < entry.parts && entry.parts <= kMaxParts;
  const bool begins = entry.part > 0 || entry.payload.starts_with('{');
  const bool ends = entry.part + 1 < entry.parts || entry.payload.ends_with('}');
  return (counted || creates) && isValidId(entry.messageId) && cut && begins && ends;
}

}  // namespace

SegmentBuilder::SegmentBuilder(std::string_view writer, std::string_view conversationId) : bytes_(kMagic) {
  ByteWriter out{bytes_};
  out.u8(kVersion);
  out.u32(0);
  out.text(writer);
  out.text(conversationId);
}

void SegmentBuilder::add(const SegmentEntry& entry, std::string_view payload) {
  ByteWriter out{bytes_};
  out.u8(static_cast<std::uint8_t>(entry.kind));
  out.varint(entry.seq);
  out.u64(static_cast<std::uint64_t>(toMs(entry.queuedAt)));
  out.text(entry.messageId);
  out.varint(entry.part);
  out.varint(entry.parts);
  out.text(payload);
}

std::string SegmentBuilder::finish() && {
  std::string crc;
  ByteWriter{crc}.u32(crc32cOf(std::string_view{bytes_}.substr(kHeaderBytes)));
  bytes_.replace(kMagic.size() + 1, crc.size(), crc);
  return std::move(bytes_);
}

std::string encodeSegment(const Segment& segment) {
  SegmentBuilder builder{segment.writer, segment.conversationId};
  for (const SegmentEntry& entry : segment.entries) builder.add(entry, entry.payload);
  return std::move(builder).finish();
}

Result<std::string_view> openSegment(std::string_view bytes, std::uint8_t version) {
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic))
    return damaged("it is no record of Holdfast's");
  ByteReader header{bytes.substr(kMagic.size())};
  if (const std::uint8_t found = header.u8(); found != version) {
    return damaged("it has format version " + std::to_string(found) + "; this build reads version " +
                   std::to_string(version));
  }
  const std::uint32_t crc = header.u32();
  const std::string_view body = bytes.substr(kHeaderBytes);
  if (crc32cOf(body) != crc) return damaged("its checksum does not match");
  return body;
}

Result<Segment> decodeSegment(std::string_view bytes) {
  const Result<std::string_view> body = openSegment(bytes, kVersion);
  if (!body) return body.error();
  ByteReader reader{body.value()};
  Segment segment;
  segment.writer = reader.text();
  segment.conversationId = reader.text();
  if (!isValidId(segment.writer) || !isValidId(segment.conversationId) || reader.remaining() == 0)
    return damaged("its head is not sound");
  while (reader.remaining() > 0) {
    segment.entries.push_back(readEntry(reader));
    if (!reader.ok() || !isSound(segment.entries.back()))
      return damaged("entry " + std::to_string(segment.entries.size()) + " is not sound");
  }
  return segment;
}

}  // namespace holdfast
