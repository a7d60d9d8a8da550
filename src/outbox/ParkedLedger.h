// Which messages are parked, and which of those that were discarded may still hold a place in the log.
//
// The place of either is sent as a tombstone, never as the message.
#pragma once

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace holdfast {

class ParkedLedger {
 public:
  /// What the log says, before this tab takes the lead.
  void load(const std::vector<std::string>& parked, const std::vector<std::string>& discarded) {
    parked_ = {parked.begin(), parked.end()};
    discarded_ = {discarded.begin(), discarded.end()};
  }

  void park(std::string messageId) { parked_.insert(std::move(messageId)); }

  void discard(const std::string& messageId) {
    if (parked_.erase(messageId) > 0) discarded_.insert(messageId);
  }

  /// The message is queued anew. True where it was parked or discarded.
  bool forget(const std::string& messageId) {
    return parked_.erase(messageId) + discarded_.erase(messageId) > 0;
  }

  /// The place of this message is skipped. True where it was a discarded one's.
  bool placeIsSkipped(const std::string& messageId) { return discarded_.erase(messageId) > 0; }

  /// No place is left in the log. Returns the discarded messages, which are forgotten.
  [[nodiscard]] std::vector<std::string> forgetDiscarded() {
    const std::unordered_set<std::string> discarded = std::exchange(discarded_, {});
    return {discarded.begin(), discarded.end()};
  }

  [[nodiscard]] bool isBuried(const std::string& messageId) const {
    return parked_.contains(messageId) || discarded_.contains(messageId);
  }
  [[nodiscard]] bool hasDiscarded() const noexcept { return !discarded_.empty(); }
  [[nodiscard]] std::size_t parked() const noexcept { return parked_.size(); }

 private:
  std::unordered_set<std::string> parked_;
  std::unordered_set<std::string> discarded_;
};

}  // namespace holdfast
