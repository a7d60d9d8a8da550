// The core behind bytes: what a host on the other side of a boundary, such as WebAssembly's, talks to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "holdfast/Core.h"

namespace holdfast {

class CorePort {
 public:
  explicit CorePort(Config config) : core_(std::move(config)) {}

  /// Hands in one event (codec/EventReader.h tells its bytes). `nowMs` is in milliseconds since the epoch.
  [[nodiscard]] std::optional<Error> handle(std::string_view event, double nowMs);

  /// All effects that are due, in order (codec/EffectWriter.h tells their bytes). Valid until the next call.
  [[nodiscard]] std::string_view drain();

  /// In milliseconds since the epoch; -1 for none.
  [[nodiscard]] double nextDeadlineMs() const;

 private:
  Core core_;
  std::string effects_;
};

/// A record of the log as JSON, for showing what waits:
/// `[{"conversationId": …, "message": …}, …]`; `[]` for a record that is damaged.
[[nodiscard]] std::string describeSegment(std::string_view bytes);

}  // namespace holdfast
