// What was decided for one seq of one writer in one conversation. It is kept for good.
#pragma once

#include <optional>
#include <string>

#include "holdfast/Append.h"

namespace holdfast::server {

struct Decision {
  /// `Stored` where the message is in the conversation, by this seq or by an earlier one; `Rejected` or
  /// `Skipped`. Never `Duplicate`.
  AppendStatus status = AppendStatus::Stored;
  std::string messageId = {};  ///< Empty for a tombstone, and where a refused message had none.
  std::optional<Problem> problem = std::nullopt;  ///< Set on `Rejected`.
};

}  // namespace holdfast::server
