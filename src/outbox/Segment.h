// One record of the outbox log: what one writer queued in one turn of the event loop.
//
//   segment = "HFS" version crc body
//   version = %x01
//   crc     = u32le                               ; CRC-32C of body
//   body    = text(writer) varint(entries) 1*entry
//   entry   = varint(seq) u64le(queuedAt, ms) text(conversationId) text(messageId) text(payload)
//
// common/Bytes.h tells what u32le, u64le, varint and text are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Error.h"
#include "holdfast/Time.h"

namespace holdfast {

struct SegmentEntry {
  Seq seq = 0;
  Time queuedAt{};
  std::string conversationId;
  std::string messageId;
  std::string payload;
};

struct Segment {
  std::string writer;
  std::vector<SegmentEntry> entries;
};

/// Bytes that this entry takes in a record, at most.
[[nodiscard]] std::size_t encodedSize(const SegmentEntry& entry) noexcept;

[[nodiscard]] std::string encodeSegment(const Segment& segment);

/// Reads untrusted bytes. Errors: DamagedSegment, saying what is wrong.
Result<Segment> decodeSegment(std::string_view bytes);

}  // namespace holdfast
