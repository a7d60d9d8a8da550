// A tab's side of the log, as js/Storage.js has it: in the database, and in memory where that fails.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "Transaction.h"

namespace holdfast::sim {

class Tab;
class World;

class TabStorage {
 public:
  TabStorage(World& world, Tab& tab) : world_(world), tab_(tab) {}

  void append(AppendSegments append);
  void find(const FindLanes& find);
  void read(const ReadLane& read);
  void settle(Fence fence, SettleSegments settle);
  void quarantine(Fence fence, SegmentKey key);
  void discard(const std::string& messageId);
  void listParked(std::uint32_t term);
  void takeLead(std::uint32_t term);

  void heard(std::unique_ptr<Transaction> transaction);

  /// What `again` appends goes to memory, in front of all that is there and ahead of what is under way and of
  /// what `endTurn` appends.
  template <typename EndTurn, typename Again>
  void rescue(EndTurn endTurn, Again again) {
    ++underWay_;
    endTurn();
    isRescuing_ = true;
    again();
    isRescuing_ = false;
    putInFront();
    --underWay_;
    beginNext();
  }

  [[nodiscard]] bool holdsAny() const { return !memory_.empty(); }
  [[nodiscard]] bool isInMemory() const { return isInMemory_; }
  [[nodiscard]] bool isIdle() const {
    return underWay_ == 0 && waiting_.empty() && memory_.empty() && settling_.empty();
  }
  /// The log could not be read; by and by it may be.
  void looksAgain();
  /// The page is gone, and with it what only it held.
  void lose();

 private:
  static constexpr SegmentKey kMemoryKeys = SegmentKey{1} << 50;
  /// Room for records that go in front of others.
  static constexpr SegmentKey kFrontKeys = SegmentKey{1} << 40;

  std::unique_ptr<Transaction> ask(Transaction::Kind kind);
  /// Writes what waits, unless something is being written.
  void beginNext();
  void appended(Transaction& transaction);
  void appendToMemory(Transaction::Group& group);
  void putInFront();
  void keepInMemory(Transaction::Group& group, SegmentKey firstKey);
  void found(Transaction& transaction);
  void laneRead(Transaction& transaction);
  void submitSettling(std::uint32_t number);
  void submitRead(std::unique_ptr<Transaction> transaction);
  void settled(Transaction& transaction);
  /// What is parked in this tab's memory is parked.
  void keepInMind();
  /// The database did not do it, twice or for a reason that stays.
  void fail();
  void sawReadable(bool readable);
  void lookAgainIn(Duration delay);

  World& world_;
  Tab& tab_;
  std::deque<Transaction::Group> waiting_;
  std::size_t underWay_ = 0;
  /// What is being settled, or waits for the one before it; by number.
  struct Settling {
    Fence fence = 0;
    bool heldAny = false;  ///< The tab held messages that no other could see.
    SettleSegments settle;
    bool waits = false;
    std::vector<std::unique_ptr<Transaction>> reads{};  ///< To be performed after it.
  };
  std::map<std::uint32_t, Settling> settling_;
  std::uint32_t lastSettling_ = 0;
  std::map<SegmentKey, LogRecord> memory_;
  std::map<std::string, ParkedRecord> parked_;
  std::vector<Transaction::Group> rescued_;
  SegmentKey firstKey_ = kMemoryKeys + kFrontKeys;
  SegmentKey nextKey_ = kMemoryKeys + kFrontKeys;
  bool isInMemory_ = false;
  bool isReadable_ = true;
  bool isRescuing_ = false;
  bool looksAgain_ = false;
};

}  // namespace holdfast::sim
