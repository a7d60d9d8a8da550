// How far the log has been read, so that every record is taken in once and in the order of its commit,
// whichever tab wrote it.
//
// A record that this tab has just written may be taken in from memory only if nothing lies between it and
// the last one that was taken in. Otherwise the log is read on.
#pragma once

#include <algorithm>
#include <optional>

#include "holdfast/Effect.h"
#include "holdfast/Event.h"

namespace holdfast {

class LogCursor {
 public:
  /// True where this record is the very next one and no read is under way.
  [[nodiscard]] bool follows(SegmentKey key) const noexcept {
    return reachedEnd_ && !reading_ && key == last_ + 1;
  }

  void adopted(SegmentKey key) noexcept { last_ = std::max(last_, key); }

  /// Something beyond the cursor may be in the log.
  void moreMayFollow() noexcept { reachedEnd_ = false; }

  [[nodiscard]] bool unread() const noexcept { return !reachedEnd_ || reading_; }

  /// The read to ask for, if one is due and none is under way.
  [[nodiscard]] std::optional<ReadSegments> nextRead(std::uint32_t maxSegments) {
    if (reachedEnd_ || reading_) return std::nullopt;
    reading_ = ++lastTicket_;
    // Whatever is announced while the read is under way makes another one due.
    reachedEnd_ = true;
    return ReadSegments{*reading_, last_, maxSegments};
  }

  /// True where this answers the read under way; a stale answer changes nothing.
  [[nodiscard]] bool finishRead(const SegmentsRead& read) {
    if (read.ticket != reading_) return false;
    reading_ = std::nullopt;
    if (!read.reachedEnd) reachedEnd_ = false;
    return true;
  }

  /// True where the record is new to this tab.
  [[nodiscard]] bool isNew(SegmentKey key) const noexcept { return key > last_; }

 private:
  SegmentKey last_ = 0;
  bool reachedEnd_ = false;
  std::optional<Ticket> reading_;
  Ticket lastTicket_ = 0;
};

}  // namespace holdfast
