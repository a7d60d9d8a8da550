// Effects as bytes: how a host on the other side of a boundary takes them.
//
//   effect = kind fields                          ; kind = u8, the place in the variant Effect, from 0
//   AppendSegments = u32(ticket) list(text segment) list(text unpark)
//   ReadSegments   = u32(ticket) varint(after) varint(maxSegments)
//   SettleSegments = list(varint key) list(parked) list(text unpark)
//   parked         = text(conversationId) text(messageId) text(payload) text(code) text(reason)
//   SendBatch      = u32(request) text(body)
//   AbortRequest   = u32(request)
//   ReportMessages = u8(state) text(conversationId) list(text messageId) list(varint position) text(code)
//   text(reason) ReportStatus   = varint(queued) varint(saved) varint(sending) varint(parked) u8(breaker)
//   u8(online) u8(leader)
//                    u8(paused) u8(durable) u8(unread) varint(nextAttemptAt, 0 for none) text(lastError)
//   ReportMetrics  = varint(queuedMessages) varint(successfulSyncs) varint(failedSyncs) varint(retryAttempts)
//   ReportError    = text(code) text(detail)
//   list(x) = varint count, x*
#pragma once

#include <string>

#include "holdfast/Effect.h"

namespace holdfast::codec {

/// Appends the effect to `out`.
void writeEffect(const Effect& effect, std::string& out);

}  // namespace holdfast::codec
