// Makes a life that breaks a promise as short and plain as it can be and still break the same promise.
#pragma once

#include <cstddef>
#include <string>

#include "Choices.h"

namespace holdfast::sim {

class Shrinker {
 public:
  /// REQUIRES: a life from this tape breaks this invariant.
  Shrinker(Tape tape, std::string invariant);

  /// Tries so many lives at the most. The shortest tape that was found.
  [[nodiscard]] const Tape& shrink(std::size_t mostLives);

  [[nodiscard]] std::size_t lives() const noexcept { return lives_; }

 private:
  /// Takes the tape over if it breaks the invariant too.
  bool accept(Tape tape);
  void cutTail();
  bool removeChunks();
  bool lowerNumbers();
  [[nodiscard]] bool isSpent() const noexcept { return lives_ >= mostLives_; }

  Tape best_;
  std::string invariant_;
  std::size_t lives_ = 0;
  std::size_t mostLives_ = 0;
};

}  // namespace holdfast::sim
