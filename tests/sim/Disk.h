// The database that all tabs of the browser share: IndexedDB as far as a log needs it.
//
// Transactions are performed one after the other in the order in which they were asked for, each all or not
// at all. Those that ask for strict durability survive everything; the others may be undone by a power cut,
// the last one first.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "Sim.h"
#include "Transaction.h"

namespace holdfast::sim {

class Disk {
 public:
  explicit Disk(Sim& sim) : sim_(sim) {}

  void submit(std::unique_ptr<Transaction> transaction);

  /// Performs the first transaction in the line. nullptr where its tab is gone and it went with it.
  std::unique_ptr<Transaction> performFirst();

  /// Who asked for the first transaction in the line; nullopt where it goes with its tab.
  [[nodiscard]] std::optional<TabId> nextOwner() const;

  /// The first transaction is not performed.
  void abandonFirst() { line_.front().isAbandoned = true; }

  /// The tab died: what it asked for may be performed all the same, or not.
  void ownerDied(TabId tab);

  /// Takes back what was not flushed, or a part of it. REQUIRES: no tab lives.
  void losePower();

  /// Writes over a byte of some record.
  void damageRecord();

  [[nodiscard]] bool isIdle() const { return line_.empty(); }
  [[nodiscard]] bool logIsEmpty() const { return log_.empty(); }
  [[nodiscard]] std::size_t parkedCount() const { return parked_.size(); }
  /// Messages that are parked now.
  [[nodiscard]] const std::map<std::string, ParkedRecord>& parked() const { return parked_; }

  [[nodiscard]] std::uint64_t fingerprint() const;

  bool isFull = false;
  bool isUnreadable = false;

 private:
  /// A record and, so that it is read but once by the judge, what is in it.
  struct Kept {
    LogRecord record;
    RecordContents contents;
  };
  using Log = std::map<SegmentKey, std::shared_ptr<const Kept>>;
  struct State {
    Log log;
    std::map<std::string, ParkedRecord> parked;
    std::map<std::string, SegmentKey> discarded;
    SegmentKey lastKey = 0;
    Fence fence = 0;
  };

  [[nodiscard]] Transaction::Outcome fateOf(const Transaction& transaction);
  void perform(Transaction& transaction);
  void append(Transaction& transaction);
  void find(Transaction& transaction) const;
  void read(Transaction& transaction) const;
  void settle(Transaction& transaction);
  void quarantine(SegmentKey key);
  void park(const ParkedRecord& record);
  void discard(const std::string& messageId);
  void unpark(const std::string& messageId);
  void setParked(const std::string& messageId, bool parked);
  void remember(const Transaction& transaction);

  Sim& sim_;
  Log log_;
  std::map<std::string, ParkedRecord> parked_;
  std::map<std::string, SegmentKey> discarded_;
  SegmentKey lastKey_ = 0;
  Fence fence_ = 0;
  std::set<SegmentKey> damaged_;

  struct Waiting {
    std::unique_ptr<Transaction> transaction;
    bool isAbandoned = false;
  };
  std::deque<Waiting> line_;
  Time freeAt_{};
  /// Where a power cut may bring the disk back to: after the last strict transaction, and after each since.
  std::vector<State> states_;
};

}  // namespace holdfast::sim
