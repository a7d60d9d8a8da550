// The core behind bytes: what a host on the other side of a boundary, such as WebAssembly's, talks to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "holdfast/Core.h"

namespace holdfast {

class CorePort {
 public:
  explicit CorePort(Config config)
      : maxMessageBytes_(config.batch.maxMessageBytes), core_(std::move(config)) {}

  /// A host need not hand in what is larger.
  [[nodiscard]] std::size_t maxMessageBytes() const { return maxMessageBytes_; }

  /// True where drain() is to be called now, not at the end of the turn.
  [[nodiscard]] bool isUrgent() const { return core_.hasEffects(); }

  /// Hands in one event (codec/EventReader.h tells its bytes). `nowMs` is in milliseconds since the epoch.
  [[nodiscard]] std::optional<Error> handle(std::string_view event, double nowMs);

  /// Hands in messages that were queued one after the other (codec/QueuedMessages.h tells their bytes). Those
  /// ahead of one that breaks its contract are queued.
  [[nodiscard]] std::optional<Error> queueMessages(std::string_view messages, double nowMs);

  /// All effects that are due, in order (codec/EffectWriter.h tells their bytes). Valid until the next call.
  [[nodiscard]] std::string_view drain();

  /// In milliseconds since the epoch; -1 for none.
  [[nodiscard]] double nextDeadlineMs() const;

 private:
  std::size_t maxMessageBytes_;
  Core core_;
  std::string effects_;
};

/// Records of one lane, in order, as JSON, for showing what waits: `{"messages": […], "begun": n}`. `begun`
/// is how many of the last records hold the first parts of a message whose last part is not among them. What
/// is damaged is left out.
[[nodiscard]] std::string describeSegments(const std::vector<std::string_view>& records);

/// A record of format version 1 as records of the present one. Errors: DamagedSegment.
Result<std::vector<LogRecord>> upgradeSegment(std::string_view bytes);

}  // namespace holdfast
