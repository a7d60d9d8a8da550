// The `Retry-After` header, RFC 9110 section 10.2.3.
#pragma once

#include <optional>
#include <string_view>

#include "holdfast/Time.h"

namespace holdfast::codec {

/// Reads delay-seconds (`120`) or an IMF-fixdate (`Sun, 06 Nov 1994 08:49:37 GMT`). nullopt for
/// anything else, which is to be treated as if the header were absent.
std::optional<Time> decodeRetryAfter(std::string_view text, Time now);

}  // namespace holdfast::codec
