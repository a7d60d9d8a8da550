// What a tab may ask of the world, and when: the bounds of I6, and what the person and the backend asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "Transaction.h"
#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast::sim {

/// The first bound that is exceeded ends the world.
class Bounds {
 public:
  Bounds(TabId tab, const Config& config) : tab_(tab), config_(config) {}

  /// The core hears of it, at the time that it takes for now.
  void handed(const Event& event, Time now);

  // What the core asks for.
  void appends(const AppendSegments& append) const;
  void sends(const SendBatch& send);
  void aborts(RequestId request) { requests_.erase(request); }
  void reports(const QueueStatus& status) { isPaused_ = isPaused_ || status.paused != PauseReason::None; }
  void counts(const Metrics& metrics) const;
  void sleepsUntil(Time deadline) const;

  /// Until when the backend has asked this tab for patience.
  [[nodiscard]] Time notBefore() const noexcept { return notBefore_; }

 private:
  [[noreturn]] void fail(const std::string& what) const;
  void answered(const ResponseArrived& answer);
  void checkSize(const SendBatch& send) const;
  void checkParting(const SendBatch& send);

  TabId tab_;
  Config config_;
  // As the core takes it.
  std::optional<Time> begunAt_{};
  Time now_{};
  bool isOnline_ = true;
  bool isPaused_ = false;
  Time notBefore_{};  ///< As a Retry-After asked for.
  /// The conversation of each request that is under way.
  std::map<RequestId, std::string> requests_{};
  std::size_t partingRequests_ = 0;
  std::size_t partingBytes_ = 0;
  std::uint64_t grants_ = 0;    ///< Retries that the person asked for.
  std::uint64_t accepted_ = 0;  ///< Answers that brought messages or conversations home.
};

}  // namespace holdfast::sim
