// Which messages are parked, and which of those that were discarded may still hold a place in the log.
//
// The place of either, which is the record that the message was in, is sent as a tombstone, never as the
// message. A message that is queued anew has another place.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "holdfast/Event.h"

namespace holdfast {

class ParkedLedger {
 public:
  /// What the log says, before this tab takes the lead.
  void load(const ParkedFound& found) {
    parked_ = mapOf(found.parked);
    discarded_ = mapOf(found.discarded);
  }

  void park(const std::string& messageId, SegmentKey place) { parked_[messageId] = place; }

  void discard(const std::string& messageId) {
    const auto found = parked_.find(messageId);
    if (found == parked_.end()) return;
    discarded_[messageId] = found->second;
    parked_.erase(found);
  }

  /// The message is queued anew. True where it was parked or discarded.
  bool forget(const std::string& messageId) {
    return parked_.erase(messageId) + discarded_.erase(messageId) > 0;
  }

  /// These records go from the log. Returns the discarded messages whose places were in them, which are
  /// forgotten: not before, since whoever reads such a record has to know that a place in it is skipped.
  [[nodiscard]] std::vector<std::string> recordsAreGone(const std::vector<SegmentKey>& records) {
    std::vector<std::string> ids;
    for (const auto& [id, place] : discarded_) {
      if (std::find(records.begin(), records.end(), place) != records.end()) ids.push_back(id);
    }
    for (const std::string& id : ids) discarded_.erase(id);
    return ids;
  }

  /// No place is left in the log. Returns the discarded messages, which are forgotten.
  [[nodiscard]] std::vector<std::string> forgetDiscarded() {
    std::vector<std::string> ids;
    for (const auto& [id, place] : std::exchange(discarded_, {})) ids.push_back(id);
    return ids;
  }

  [[nodiscard]] bool isBuried(const std::string& messageId, SegmentKey place) const {
    return holds(parked_, messageId, place) || holds(discarded_, messageId, place);
  }
  [[nodiscard]] bool hasDiscarded() const noexcept { return !discarded_.empty(); }
  [[nodiscard]] std::size_t parked() const noexcept { return parked_.size(); }

 private:
  using Places = std::map<std::string, SegmentKey>;

  static Places mapOf(const std::vector<ParkedPlace>& list) {
    Places places;
    for (const ParkedPlace& entry : list) places[entry.messageId] = entry.place;
    return places;
  }

  static bool holds(const Places& places, const std::string& messageId, SegmentKey place) {
    const auto found = places.find(messageId);
    return found != places.end() && found->second == place;
  }

  Places parked_;
  Places discarded_;
};

}  // namespace holdfast
