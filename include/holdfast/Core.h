// The core: a state machine that turns what has happened into what is to be done.
//
// The contract of every host:
//   1. hand in one event with the time;
//   2. take effects until there are none, and perform them;
//   3. sleep until nextDeadline() or the next event; then start again.
// A wake-up that is late, early or repeated changes nothing, and time that runs backwards is ignored.
// Nothing here blocks, reads a clock, draws its own random numbers or throws.
#pragma once

#include <memory>
#include <optional>

#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Error.h"
#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast {

class Core {
 public:
  /// REQUIRES: isValidId(config.writer).
  explicit Core(Config config);
  ~Core();
  Core(Core&&) noexcept;
  Core& operator=(Core&&) noexcept;

  /// An event that breaks its contract (a message beyond the limit, an id that is none) changes
  /// nothing and is described by the error.
  [[nodiscard]] std::optional<Error> handle(Event event, Time now);

  /// The next thing to do, in order; nullopt when there is nothing left.
  [[nodiscard]] std::optional<Effect> nextEffect();

  /// True where effects wait that are more than a report on the status.
  [[nodiscard]] bool hasEffects() const;

  /// When to hand in TimePassed at the latest; nullopt when only an event can change anything.
  [[nodiscard]] std::optional<Time> nextDeadline() const;

 private:
  class Coordinator;
  std::unique_ptr<Coordinator> coordinator_;
};

}  // namespace holdfast
