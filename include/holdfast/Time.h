// Time as the core sees it: it only ever comes in from outside.
//
// The host hands its own reading in with every event. The core never asks for the time, so the same
// inputs give the same effects natively, in WebAssembly and in a simulated world.
#pragma once

#include <chrono>

namespace holdfast {

/// Stands for the clock of the host. It has no `now()` on purpose.
struct HostClock {
  using rep = std::chrono::milliseconds::rep;
  using period = std::chrono::milliseconds::period;
  using duration = std::chrono::milliseconds;
  using time_point = std::chrono::time_point<HostClock>;
  static constexpr bool is_steady = true;  // NOLINT(readability-identifier-naming): the standard's name
};

/// Unit: milliseconds.
using Duration = HostClock::duration;

/// Milliseconds since the Unix epoch, made monotonic by the host.
using Time = HostClock::time_point;

/// The bridge for hosts that count in plain numbers. Unit: milliseconds.
[[nodiscard]] constexpr Time timeFromMs(HostClock::rep ms) noexcept { return Time{Duration{ms}}; }
[[nodiscard]] constexpr HostClock::rep toMs(Time time) noexcept { return time.time_since_epoch().count(); }

}  // namespace holdfast
