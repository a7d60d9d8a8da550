// Effects as bytes: how a host on the other side of a boundary takes them.
//
//   effect = kind fields                          ; kind = u8, the place in the variant Effect, from 0
//   AppendSegments     = u32(ticket) list(text conversationId, text bytes) list(text unpark)
//   FindLanes          = u32(ticket) text(after) varint(maxLanes)
//   ReadLane           = u32(ticket) text(conversationId) varint(after) varint(maxSegments) varint(maxBytes)
//   SettleSegments     = list(varint key) list(parked) list(text unpark)
//   parked             = text(conversationId) text(messageId) text(payload)
//                        text(code) text(reason) varint(place)
//   QuarantineSegment  = varint(key) text(reason)
//   SendBatch          = u32(request) u8(route) text(creates) u8(keepalive) text(body)
//   AbortRequest       = u32(request)
//   ReportMessages     = u8(state) text(conversationId) list(text messageId) list(varint position) reasons
//   ReportConversation = u8(state) text(conversationId) text(body) reasons
//   reasons            = text(code) text(reason)
//   ReportStatus       = varint(queued) varint(saved) varint(sending) varint(parked) u8(breaker) u8(online)
//                        u8(leader) u8(paused) u8(unread) time(nextAttemptAt) text(lastError)
//                        time(breakerSince) time(breakerProbeAt)
//   time               = varint, 0 for none
//   ReportMetrics      = varint(queuedMessages) varint(successfulSyncs) varint(failedSyncs)
//                        varint(retryAttempts)
//   ReportError        = text(code) text(detail)
//   list(x)            = varint count, x*
#pragma once

#include <string>

#include "holdfast/Effect.h"

namespace holdfast::codec {

/// Appends the effect to `out`.
void writeEffect(const Effect& effect, std::string& out);

}  // namespace holdfast::codec
