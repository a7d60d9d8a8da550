// What a closed breaker remembers of its calls.
#pragma once

#include <variant>

#include "breaker/CountWindow.h"
#include "breaker/WindowTotals.h"
#include "common/TimeBuckets.h"
#include "holdfast/Config.h"

namespace holdfast {

class CallWindow {
 public:
  /// REQUIRES: `windowCalls` is positive, and `windowSpan` at least 10 ms in a window of time.
  explicit CallWindow(const BreakerConfig& config)
      : window_(config.window == WindowKind::OfTime
                    ? Window{OfTime{config.windowSpan}}
                    : Window{CountWindow{config.windowCalls, config.windowSpan}}) {}

  void record(bool failed, bool slow, Time now) {
    if (auto* calls = std::get_if<CountWindow>(&window_)) calls->record(failed, slow, now);
    if (auto* time = std::get_if<OfTime>(&window_)) time->add(WindowTotals::of(failed, slow), now);
  }

  /// What is not too old at `now`.
  [[nodiscard]] WindowTotals totals(Time now) {
    return std::visit([&](auto& window) { return window.totals(now); }, window_);
  }

 private:
  using OfTime = TimeBuckets<WindowTotals>;
  using Window = std::variant<CountWindow, OfTime>;
  Window window_;
};

}  // namespace holdfast
