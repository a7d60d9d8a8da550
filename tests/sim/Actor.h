// Who makes things happen in the simulated world, one after the other.
#pragma once

#include <optional>

#include "holdfast/Time.h"

namespace holdfast::sim {

class Actor {
 public:
  virtual ~Actor() = default;

  /// How long until the next thing; nullopt where that was all.
  [[nodiscard]] virtual std::optional<Duration> pause() = 0;

  /// Does it.
  virtual void act() = 0;
};

}  // namespace holdfast::sim
