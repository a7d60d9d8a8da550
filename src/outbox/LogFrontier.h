// How much of the log is accounted for: up to which key every record is known to one of the lanes,
// whichever tab wrote it.
//
// A record that was just written may go straight from memory into its lane only if nothing lies between it
// and the frontier. Where something does, the log is searched for the conversations that have records.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "holdfast/Effect.h"
#include "holdfast/Event.h"

namespace holdfast {

class LogFrontier {
 public:
  enum class Step {
    Known,  ///< The lanes have heard of them already.
    Next,   ///< They follow the frontier, which includes them now.
    Gap     ///< Others lie before them that nobody has heard of; a search is due.
  };

  /// Records of these keys were appended. The caller tells their lanes, unless they are known.
  Step extend(SegmentKey firstKey, SegmentKey lastKey) {
    if (lastKey <= last_) return Step::Known;
    if (firstKey > last_ + 1) {
      due_ = true;
      return Step::Gap;
    }
    last_ = lastKey;
    return Step::Next;
  }

  /// Something may be in the log that nobody told of. A search that is under way may have passed it.
  void searchAgain() noexcept { due_ = true; }

  /// The conversation's records up to this one are settled. A search that is under way may still have seen
  /// them.
  void laneEnded(const std::string& conversationId, SegmentKey key) {
    if (searching_) ended_[conversationId] = key;
  }

  /// True where the latest search found nothing but what has been settled since it began.
  [[nodiscard]] bool isSettled(const FoundLane& found) const {
    const auto ended = ended_.find(found.conversationId);
    return ended != ended_.end() && found.lastKey <= ended->second;
  }

  /// Forgets what is known. The answer to a search that is under way comes too late.
  void reset() {
    const Ticket lastTicket = lastTicket_;
    *this = {};
    lastTicket_ = lastTicket;
  }

  /// True while records may be in the log that no lane knows of.
  [[nodiscard]] bool uncertain() const noexcept { return due_ || searching_ || doubtful_; }

  /// Something could not be read, and no lane knows of it any more: the next search will tell.
  void doubt() noexcept { doubtful_ = true; }

  /// The search to ask for, if one is due and none is under way.
  [[nodiscard]] std::optional<FindLanes> nextSearch(std::uint32_t maxLanes) {
    if (searching_ || !due_) return std::nullopt;
    due_ = false;
    doubtful_ = false;
    after_.clear();
    ended_.clear();
    reached_ = 0;
    return search(maxLanes);
  }

  /// Takes in one answer. The search that goes on where it ended, if any; `answers` is false for a stale one.
  struct Progress {
    bool answers = false;
    std::optional<FindLanes> next;
  };
  Progress advance(const LanesFound& found, std::uint32_t maxLanes) {
    if (found.ticket != searching_) return {};
    searching_ = std::nullopt;
    if (found.failed) doubtful_ = true;
    // What is appended behind the search's back has higher keys than it saw when it began.
    if (after_.empty()) reached_ = found.lastKey;
    if (!found.reachedEnd && !found.lanes.empty()) {
      after_ = found.lanes.back().conversationId;
      return {true, search(maxLanes)};
    }
    last_ = std::max(last_, reached_);
    return {true, std::nullopt};
  }

 private:
  FindLanes search(std::uint32_t maxLanes) {
    searching_ = ++lastTicket_;
    return FindLanes{*searching_, after_, maxLanes};
  }

  SegmentKey last_ = 0;
  bool due_ = true;
  bool doubtful_ = false;
  std::string after_;
  std::unordered_map<std::string, SegmentKey> ended_;
  SegmentKey reached_ = 0;
  std::optional<Ticket> searching_;
  Ticket lastTicket_ = 0;
};

}  // namespace holdfast
