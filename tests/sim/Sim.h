// What every part of the simulated world shares.
#pragma once

#include <string>
#include <utility>

#include "Agenda.h"
#include "Choices.h"
#include "Fault.h"
#include "Journal.h"
#include "Judge.h"
#include "Points.h"
#include "Trace.h"
#include "Weather.h"

namespace holdfast::sim {

struct Sim {
  Choices& choices;
  Trace& trace;
  Journal* journal = nullptr;  ///< None where nobody replays.
  Points* points = nullptr;    ///< None where the weather decides on what fails.
  Agenda agenda{timeFromMs(Trace::kBegin * 1'000)};
  Weather weather{};
  Tally tally{};
  Judge judge{};

  /// Whether this fault strikes now.
  bool strikes(Fault fault) {
    if (points != nullptr) {
      if (!Points::isFailure(fault) || !points->strikes()) return false;
      note(fault);
      return true;
    }
    if (!choices.chance(weather.of(fault))) return false;
    note(fault);
    return true;
  }

  /// Whether a tab is killed right here. Only where the points of failure are chosen: elsewhere fate kills.
  bool kills() { return points != nullptr && strikes(Fault::TabKilled); }

  /// The person has written a message.
  MessageNo addMessage(MessageFacts message) {
    message.queuedAt = agenda.now();
    judge.messages.push_back(message);
    ++tally.messages;
    return static_cast<MessageNo>(judge.messages.size() - 1);
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
