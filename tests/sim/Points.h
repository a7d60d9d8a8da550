// The points of a life at which the machine under the core can fail, numbered as they are reached: every
// transaction, request and answer, by every way in which it can go wrong.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "Fault.h"

namespace holdfast::sim {

class Points {
 public:
  /// It fails at these, and nowhere else. REQUIRES: they rise.
  explicit Points(std::vector<std::uint32_t> chosen) : chosen_(std::move(chosen)) {}

  /// Whether this kind of fault is one of the machine, whatever time it takes.
  [[nodiscard]] static bool isFailure(Fault fault) {
    switch (fault) {
      case Fault::RequestLost:
      case Fault::RequestSilent:
      case Fault::RequestDoubled:
      case Fault::AnswerLost:
      case Fault::AnswerSilent:
      case Fault::AnswerNonsense:
      case Fault::FaultyStatus:
      case Fault::ServerCrashedBefore:
      case Fault::ServerCrashedAfter:
      case Fault::TransactionAborted:
      case Fault::HintLost:
      case Fault::TabKilled: return true;
      default: return false;
    }
  }

  /// The next point is reached.
  bool strikes() { return std::binary_search(chosen_.begin(), chosen_.end(), reached_++); }

  [[nodiscard]] std::uint32_t reached() const noexcept { return reached_; }

 private:
  std::vector<std::uint32_t> chosen_;
  std::uint32_t reached_ = 0;
};

}  // namespace holdfast::sim
