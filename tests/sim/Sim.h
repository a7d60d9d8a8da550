// What every part of the simulated world shares.
#pragma once

#include <string>
#include <utility>

#include "Agenda.h"
#include "Choices.h"
#include "Fault.h"
#include "Judge.h"
#include "Trace.h"
#include "Weather.h"

namespace holdfast::sim {

struct Sim {
  Choices& choices;
  Trace& trace;
  Agenda agenda{timeFromMs(Trace::kBegin * 1'000)};
  Weather weather{};
  Tally tally{};
  Judge judge{};

  /// Whether this fault strikes now.
  bool strikes(Fault fault) {
    if (!choices.chance(weather.of(fault))) return false;
    note(fault);
    return true;
  }

  /// Counts a fault that struck.
  void note(Fault fault) {
    tally.count(fault);
    if (trace.isRead()) say("fault: " + std::string{kFaultNames[static_cast<std::size_t>(fault)]});
  }

  void say(const std::string& text) { trace.say(agenda.now(), text); }

  /// A delay of up to so many milliseconds.
  Duration upTo(std::uint32_t ms) { return Duration{choices.below(ms + 1)}; }
};

}  // namespace holdfast::sim
