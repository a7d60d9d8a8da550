// The origin-wide "not before", set by `Retry-After`.
#pragma once

#include <algorithm>
#include <optional>

#include "holdfast/Time.h"

namespace holdfast {

class Gate {
 public:
  explicit Gate(Duration maxClosed) : maxClosed_(maxClosed) {}

  /// Shut until then, or longer where it is shut for longer already. Clamped to the maximum.
  void closeUntil(Time until, Time now) {
    until = std::min(until, now + maxClosed_);
    if (until > now && (!until_ || until > *until_)) until_ = until;
  }

  [[nodiscard]] bool isOpen(Time now) const { return !until_ || now >= *until_; }

  /// When it opens; nullopt where it is open.
  [[nodiscard]] std::optional<Time> opensAt(Time now) const { return isOpen(now) ? std::nullopt : until_; }

 private:
  Duration maxClosed_;
  std::optional<Time> until_;
};

}  // namespace holdfast
