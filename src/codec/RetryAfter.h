// The `Retry-After` header, RFC 9110 section 10.2.3, and its finer relative `retry-after-ms`.
#pragma once

#include <optional>
#include <string_view>

#include "holdfast/Time.h"

namespace holdfast::codec {

/// Reads delay-seconds (`120`), an IMF-fixdate (`Sun, 06 Nov 1994 08:49:37 GMT`), or the value of
/// `retry-after-ms`, which the host marks with its unit (`1500ms`, a fraction is dropped). nullopt for
/// anything else, which is to be treated as if the header were absent.
std::optional<Time> decodeRetryAfter(std::string_view text, Time now);

}  // namespace holdfast::codec
