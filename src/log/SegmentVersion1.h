// Records of format version 1 (Holdfast 0.1), in which one record held the entries of several conversations.
//
//   body  = text(writer) varint(entries) 1*entry
//   entry = varint(seq) u64le(queuedAt, ms) text(conversationId) text(messageId) text(payload)
//
// The rest is as in Segment.h. It is read once, when the database is brought up to date.
#pragma once

#include <string_view>
#include <vector>

#include "log/Segment.h"

namespace holdfast {

/// The record as segments of the present format: one for each of its conversations, in the order in which
/// they first appear. Errors: DamagedSegment.
Result<std::vector<Segment>> decodeSegmentVersion1(std::string_view bytes);

}  // namespace holdfast
