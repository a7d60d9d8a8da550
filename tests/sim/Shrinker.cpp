#include "Shrinker.h"

#include <algorithm>
#include <utility>

#include "Life.h"

namespace holdfast::sim {

namespace {

/// The part of a tape that says something: what follows its end is 0.
void dropZeros(Tape& tape) {
  while (!tape.empty() && tape.back() == 0) tape.pop_back();
}

std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

}  // namespace

Shrinker::Shrinker(Tape tape, std::string invariant)
    : best_(std::move(tape)), invariant_(std::move(invariant)) {
  dropZeros(best_);
}

const Tape& Shrinker::shrink(std::size_t mostLives) {
  mostLives_ = mostLives;
  cutTail();
  for (bool isBetter = true; isBetter && !isSpent();) {
    isBetter = removeChunks();
    isBetter = lowerNumbers() || isBetter;
  }
  return best_;
}

bool Shrinker::accept(Tape tape) {
  dropZeros(tape);
  if (tape == best_ || isSpent()) return false;
  ++lives_;
  Choices choices{tape};
  Trace trace;
  const Life life = live(choices, trace);
  if (!life.broken || life.broken->invariant != invariant_) return false;
  // What was not asked for any more says nothing.
  tape.resize(std::min(tape.size(), choices.played()));
  dropZeros(tape);
  best_ = std::move(tape);
  return true;
}

void Shrinker::cutTail() {
  std::size_t enough = best_.size();
  for (std::size_t low = 0; low < enough && !isSpent();) {
    const std::size_t middle = low + (enough - low) / 2;
    if (accept(Tape(best_.begin(), best_.begin() + offset(middle)))) {
      enough = std::min(middle, best_.size());
    } else {
      low = middle + 1;
    }
  }
}

bool Shrinker::removeChunks() {
  bool isBetter = false;
  for (std::size_t size = std::max<std::size_t>(1, best_.size() / 2); size > 0; size /= 2) {
    for (std::size_t at = 0; at + size <= best_.size() && !isSpent();) {
      Tape shorter = best_;
      shorter.erase(shorter.begin() + offset(at), shorter.begin() + offset(at + size));
      if (accept(std::move(shorter))) {
        isBetter = true;
        continue;
      }
      Tape plainer = best_;
      std::fill(plainer.begin() + offset(at), plainer.begin() + offset(at + size), 0U);
      isBetter = accept(std::move(plainer)) || isBetter;
      at += size;
    }
  }
  return isBetter;
}

bool Shrinker::lowerNumbers() {
  bool isBetter = false;
  for (std::size_t at = 0; at < best_.size() && !isSpent(); ++at) {
    for (std::uint32_t step = best_[at]; step > 0 && at < best_.size() && !isSpent(); step /= 2) {
      if (step > best_[at]) continue;
      Tape lower = best_;
      lower[at] -= step;
      isBetter = accept(std::move(lower)) || isBetter;
    }
  }
  return isBetter;
}

}  // namespace holdfast::sim
