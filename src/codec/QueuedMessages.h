// Messages that a host hands in together, as their fields: the hot path of queueMessage().
//
//   messages = u32(count) *u32(size of a message in bytes) *message
//   message  = conversationId LF messageId LF role LF createdAt LF members LF content
//   members  = "" / 1*("," JSON string ":" JSON value)   ; parentId, status and metadata, without line feeds
//
// `content` is the plain text: to escape it here spares the host a copy of each message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/Bytes.h"
#include "holdfast/Event.h"

namespace holdfast::codec {

/// Reads untrusted bytes, one message after the other.
class QueuedMessages {
 public:
  explicit QueuedMessages(std::string_view bytes);

  /// The next message, its payload as the text of a JSON object; nullopt at the end, or where the bytes are
  /// cut short.
  [[nodiscard]] std::optional<MessageQueued> next();

  /// False where the bytes were cut short.
  [[nodiscard]] bool ok() const noexcept { return sizes_.ok() && texts_.ok(); }

 private:
  std::uint32_t left_;
  ByteReader sizes_;
  ByteReader texts_;
};

}  // namespace holdfast::codec
