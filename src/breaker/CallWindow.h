// What a closed breaker remembers of its calls.
#pragma once

#include <variant>

#include "breaker/CountWindow.h"
#include "breaker/TimeWindow.h"
#include "holdfast/Config.h"

namespace holdfast {

class CallWindow {
 public:
  /// REQUIRES: `windowCalls` and `windowSpan` are positive.
  explicit CallWindow(const BreakerConfig& config)
      : window_(config.window == WindowKind::OfTime
                    ? Window{TimeWindow{config.windowSpan}}
                    : Window{CountWindow{config.windowCalls, config.windowSpan}}) {}

  void record(bool failed, bool slow, Time now) {
    std::visit([&](auto& window) { window.record(failed, slow, now); }, window_);
  }

  /// What is not too old at `now`.
  [[nodiscard]] WindowTotals totals(Time now) {
    return std::visit([&](auto& window) { return window.totals(now); }, window_);
  }

 private:
  using Window = std::variant<CountWindow, TimeWindow>;
  Window window_;
};

}  // namespace holdfast
