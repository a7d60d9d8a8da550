// Events as bytes: how a host on the other side of a boundary hands them in.
//
//   event = kind fields                           ; kind = u8, the place in the variant Event, from 0
//   MessageQueued, ParkedRetried = text(conversationId) text(messageId) rest(payload)
//   ConversationQueued     = text(conversationId) rest(payload)
//   SegmentsAppended       = u32(ticket) u8(durable) list(varint key)
//   LanesFound             = u32(ticket) u8(how) varint(lastKey) list(found)
//   found                  = text(conversationId) varint(lastKey)
//   LaneRead               = u32(ticket) u8(how) list(varint key, text bytes)
//   how                    = 1 where the end is reached, and 2 more where the database could not be read
//   ParkedFound            = list(place) list(place), those that were discarded
//   place                  = text(messageId) varint(the record of the log, or 0)
//   ParkedDiscarded        = text(messageId)
//   ParkedRetriedElsewhere = text(messageId)
//   ResponseArrived        = u32(request) varint(status) text(retryAfter) rest(body)
//   RequestFailed          = u32(request) rest(reason)
//   ConnectivityChanged    = u8(online)
//   LeadershipChanged      = u8(leader)
//   LogChanged             = varint(firstKey) list(text conversationId)
//   list(x) = varint count, x*; rest(x) = all bytes that follow
//
// The other kinds have no fields. common/Bytes.h tells what u8, u32, varint and text are.
#pragma once

#include <string_view>

#include "holdfast/Error.h"
#include "holdfast/Event.h"

namespace holdfast::codec {

/// Reads untrusted bytes. Errors: MalformedEvent.
Result<Event> readEvent(std::string_view bytes);

}  // namespace holdfast::codec
