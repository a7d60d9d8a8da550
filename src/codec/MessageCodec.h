// Messages as JSON, for both sides of the wire.
#pragma once

#include <string>
#include <string_view>

#include "holdfast/Error.h"
#include "holdfast/Message.h"

namespace holdfast::codec {

/// Reads `{"id","role","content","createdAt","parentId"?,"status"?,"metadata"?}`; other members are
/// passed over. Errors: InvalidJson; InvalidField with the member's name in `field`.
Result<Message> decodeMessage(std::string_view json);

/// The same shape back. Members that hold their default are left out.
std::string encodeMessage(const Message& message);

/// `system`, `user`, `assistant`, `tool`; `complete`, `aborted`, `interrupted`.
std::string_view nameOf(Role role) noexcept;
std::string_view nameOf(MessageStatus status) noexcept;

}  // namespace holdfast::codec
