// One record of the outbox log: what one writer queued for one conversation in one turn of the event loop.
//
//   segment = "HFS" version crc body
//   version = %x02
//   crc     = u32le                               ; CRC-32C of body
//   body    = text(writer) text(conversationId) 1*entry
//   entry   = kind varint(seq) u64le(queuedAt, ms) text(messageId) varint(part) varint(parts) text(payload)
//   kind    = %x00                                ; a message: payload is the text of a JSON object
//           / %x01                                ; the creation of the conversation; seq is 0
//
// An entry whose payload does not fit is cut into `parts` records, numbered from 0, which hold nothing else;
// all others have part 0 of 1. common/Bytes.h tells what u32le, u64le, varint and text are. Version 1 is read
// in SegmentVersion1.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Error.h"
#include "holdfast/Time.h"

namespace holdfast {

enum class EntryKind : std::uint8_t { Message, Creation };

struct SegmentEntry {
  EntryKind kind = EntryKind::Message;
  Seq seq = 0;
  Time queuedAt{};
  std::string messageId;
  std::string payload;
  std::uint32_t part = 0;
  std::uint32_t parts = 1;
};

struct Segment {
  std::string writer;
  std::string conversationId;
  std::vector<SegmentEntry> entries;
};

/// Makes the bytes of a segment, an entry at a time.
class SegmentBuilder {
 public:
  /// Bytes of an entry beside its payload, at most.
  static constexpr std::size_t kEntryOverheadBytes = 1 + 10 + 8 + 2 + 128 + 5 + 5 + 5;
  /// Bytes of a segment beside its entries, at most.
  static constexpr std::size_t kSegmentOverheadBytes = 8 + 2 * (2 + 128);

  /// REQUIRES: isValidId() of both.
  SegmentBuilder(std::string_view writer, std::string_view conversationId);

  /// `payload` is the part of the entry's payload that goes here; the entry's own is not looked at.
  void add(const SegmentEntry& entry, std::string_view payload);

  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

  /// REQUIRES: an entry was added.
  [[nodiscard]] std::string finish() &&;

 private:
  std::string bytes_;
};

[[nodiscard]] std::string encodeSegment(const Segment& segment);

/// Reads untrusted bytes. Errors: DamagedSegment, saying what is wrong.
Result<Segment> decodeSegment(std::string_view bytes);

/// The checked body of a record of this version. Errors: DamagedSegment.
Result<std::string_view> openSegment(std::string_view bytes, std::uint8_t version);

}  // namespace holdfast
