#include "TabStorage.h"

#include <algorithm>
#include <utility>

#include "World.h"

namespace holdfast::sim {

using Kind = Transaction::Kind;
using Outcome = Transaction::Outcome;

std::unique_ptr<Transaction> TabStorage::ask(Kind kind) {
  auto transaction = std::make_unique<Transaction>();
  transaction->owner = tab_.id();
  transaction->kind = kind;
  return transaction;
}

void TabStorage::append(AppendSegments append) {
  Transaction::Group group{append.ticket, std::move(append.records), std::move(append.unpark)};
  if (isRescuing_) return rescued_.push_back(std::move(group));
  waiting_.push_back(std::move(group));
  beginNext();
}

void TabStorage::beginNext() {
  if (underWay_ > 0 || waiting_.empty()) return;
  auto transaction = ask(Kind::Append);
  transaction->groups.assign(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  if (holdsAny()) {
    // What is in memory goes first.
    for (Transaction::Group& group : transaction->groups) appendToMemory(group);
    return;
  }
  ++underWay_;
  world_.disk.submit(std::move(transaction));
}

void TabStorage::find(const FindLanes& find) {
  auto transaction = ask(Kind::Find);
  transaction->find = find;
  submitRead(std::move(transaction));
}

void TabStorage::submitRead(std::unique_ptr<Transaction> transaction) {
  const auto last = std::find_if(settling_.rbegin(), settling_.rend(),
                                 [](const auto& asked) { return asked.second.waits; });
  // What was settled is not to be read again.
  transaction->heldAny = holdsAny();
  if (last != settling_.rend()) return last->second.reads.push_back(std::move(transaction));
  world_.disk.submit(std::move(transaction));
}

void TabStorage::read(const ReadLane& read) {
  auto transaction = ask(Kind::Read);
  transaction->read = read;
  if (read.after >= kMemoryKeys) {
    transaction->segments = {read.ticket, {}, true};
    world_.sim.agenda.in(Duration{0}, TransactionHeard{std::move(transaction)});
    return;
  }
  submitRead(std::move(transaction));
}

void TabStorage::settle(Fence fence, SettleSegments settle) {
  const bool heldAny = holdsAny();
  for (const SegmentKey key : settle.keys) {
    const auto found = memory_.find(key);
    if (found == memory_.end()) continue;
    memory_.erase(found);
  }
  std::erase_if(settle.keys, [](SegmentKey key) { return key > kMemoryKeys; });
  for (const std::string& id : settle.unpark) parked_.erase(id);
  if (!settle.keys.empty() || !settle.park.empty() || !settle.unpark.empty()) {
    // Until the database has it, memory does.
    for (const ParkedRecord& record : settle.park) parked_[record.messageId] = record;
    Settling asked{fence, heldAny, std::move(settle)};
    // What is parked may not be forgotten by the log before it is kept.
    asked.waits = !settling_.empty() && (!parked_.empty() || settling_.rbegin()->second.waits);
    settling_.emplace(++lastSettling_, std::move(asked));
    if (!settling_.at(lastSettling_).waits) submitSettling(lastSettling_);
  }
  // What other tabs wrote meanwhile, and what was rescued, lies before the keys that the lanes had read to.
  if (heldAny) world_.sim.agenda.in(Duration{0}, EventDue{tab_.id(), LogChanged{}});
}

void TabStorage::submitSettling(std::uint32_t number) {
  Settling& asked = settling_.at(number);
  asked.waits = false;
  auto transaction = ask(Kind::Settle);
  transaction->fence = asked.fence;
  transaction->settling = number;
  transaction->settle = asked.settle;
  transaction->settle.park.clear();
  // What could not be parked before goes along.
  for (const auto& [id, record] : parked_) {
    transaction->settle.park.push_back(record);
    // Keys of memory mean nothing to other tabs.
    if (record.place > kMemoryKeys) transaction->settle.park.back().place = 0;
  }
  world_.disk.submit(std::move(transaction));
  for (std::unique_ptr<Transaction>& read : std::exchange(asked.reads, {}))
    world_.disk.submit(std::move(read));
}

void TabStorage::quarantine(Fence fence, SegmentKey key) {
  if (key > kMemoryKeys) {
    memory_.erase(key);
    return;
  }
  auto transaction = ask(Kind::Quarantine);
  transaction->fence = fence;
  transaction->damaged = key;
  world_.disk.submit(std::move(transaction));
}

void TabStorage::discard(const std::string& messageId) {
  parked_.erase(messageId);
  auto transaction = ask(Kind::Discard);
  transaction->messageId = messageId;
  world_.disk.submit(std::move(transaction));
}

void TabStorage::listParked(std::uint32_t term) {
  auto transaction = ask(Kind::ListParked);
  transaction->term = term;
  world_.disk.submit(std::move(transaction));
}

void TabStorage::takeLead(std::uint32_t term) {
  auto transaction = ask(Kind::TakeLead);
  transaction->term = term;
  world_.disk.submit(std::move(transaction));
}

void TabStorage::heard(std::unique_ptr<Transaction> transaction) {
  if (transaction->outcome == Outcome::Aborted && !transaction->isSecondTry) {
    transaction->isSecondTry = true;
    transaction->isDoomed = false;
    transaction->keys.clear();
    world_.disk.submit(std::move(transaction));
    return;
  }
  switch (transaction->kind) {
    case Kind::Append: return appended(*transaction);
    case Kind::Find: return found(*transaction);
    case Kind::Read: return laneRead(*transaction);
    case Kind::Settle: return settled(*transaction);
    case Kind::Quarantine:
      if (transaction->outcome == Outcome::Fenced) return tab_.lead().fenced();
      if (transaction->outcome != Outcome::Committed) world_.leavesLeftovers = true;
      return;
    case Kind::TakeLead:
      return tab_.lead().taken(transaction->term,
                               transaction->outcome == Outcome::Committed ? transaction->fence : 0);
    case Kind::ListParked:
      if (transaction->outcome != Outcome::Committed) {
        // It leads without knowing which places are to be skipped.
        world_.sim.judge.mayComeBack = true;
        fail();
      }
      for (const auto& [id, record] : parked_) transaction->parked.parked.push_back({id, record.place});
      return tab_.lead().parkedListed(transaction->term, std::move(transaction->parked));
    case Kind::Discard:
      if (transaction->outcome != Outcome::Committed) fail();
      return world_.discarded(tab_.id(), transaction->messageId);
  }
}

void TabStorage::appended(Transaction& transaction) {
  if (transaction.outcome != Outcome::Committed) {
    fail();
    sawReadable(!world_.disk.isUnreadable);
    if (!tab_.isAlive()) return;
    for (Transaction::Group& group : transaction.groups) appendToMemory(group);
  } else if (holdsAny()) {
    // An earlier group has fallen to memory meanwhile; these records are sent twice, under the same numbers.
    for (Transaction::Group& group : transaction.groups) appendToMemory(group);
  } else {
    isReadable_ = true;
    if (std::exchange(isInMemory_, false)) tab_.lead().standAnew();
    auto key = transaction.keys.begin();
    for (const Transaction::Group& group : transaction.groups) {
      const auto end = key + static_cast<std::ptrdiff_t>(group.records.size());
      const SegmentKey firstKey = *key;
      LogChanged hint{firstKey, {}};
      for (const LogRecord& record : group.records) hint.conversationIds.push_back(record.conversationId);
      if (world_.sim.trace.isRead()) {
        std::string text = nameOf('t', tab_.id()) + " wrote from " + std::to_string(firstKey) + ":";
        for (const std::string& id : hint.conversationIds) text += " " + id;
        world_.sim.say(text);
      }
      tab_.hand(SegmentsAppended{group.ticket, {key, end}, true});
      world_.tell(tab_.id(), hint);
      key = end;
    }
  }
  --underWay_;
  beginNext();
}

void TabStorage::appendToMemory(Transaction::Group& group) {
  const SegmentKey firstKey = nextKey_;
  nextKey_ += group.records.size();
  keepInMemory(group, firstKey);
}

void TabStorage::putInFront() {
  for (const Transaction::Group& group : rescued_) firstKey_ -= group.records.size();
  SegmentKey firstKey = firstKey_;
  for (Transaction::Group& group : std::exchange(rescued_, {})) {
    const std::size_t records = group.records.size();
    keepInMemory(group, firstKey);
    firstKey += records;
  }
}

void TabStorage::keepInMemory(Transaction::Group& group, SegmentKey firstKey) {
  SegmentsAppended appended{group.ticket, {}, false};
  for (const std::string& id : group.unpark) {
    parked_.erase(id);
    world_.sim.judge.messages[world_.sim.judge.knownMessage(id)].leftTheLog = true;
  }
  for (LogRecord& record : group.records) {
    appended.keys.push_back(firstKey + appended.keys.size());
    memory_.emplace(appended.keys.back(), std::move(record));
  }
  world_.fellToMemory();
  tab_.watch();
  world_.sim.agenda.in(Duration{0}, EventDue{tab_.id(), std::move(appended)});
  tab_.lead().claim();
}

void TabStorage::found(Transaction& transaction) {
  LanesFound& found = transaction.found;
  const bool isRead = transaction.outcome == Outcome::Committed;
  if (!isRead) {
    fail();
    found = {transaction.find.ticket, {}, true, 0, true};
    sawReadable(false);
  } else {
    sawReadable(true);
  }
  std::map<std::string, SegmentKey> newest;
  for (const FoundLane& lane : found.lanes) newest[lane.conversationId] = lane.lastKey;
  const std::string end = found.reachedEnd ? "" : found.lanes.back().conversationId;
  for (const auto& [key, record] : memory_) {
    const std::string& id = record.conversationId;
    if (id > transaction.find.after && (end.empty() || id <= end)) newest[id] = key;
  }
  found.lanes.clear();
  for (const auto& [id, key] : newest) found.lanes.push_back({id, key});
  if (isRead && transaction.find.after.empty()) lookAgainIn(Duration{60'000});
  if (world_.sim.trace.isRead()) {
    std::string text = nameOf('t', tab_.id()) + " found by search " + std::to_string(found.ticket) + ":";
    for (const FoundLane& lane : found.lanes)
      text += " " + lane.conversationId + " to " + std::to_string(lane.lastKey);
    world_.sim.say(text);
  }
  tab_.hand(std::move(found));
}

void TabStorage::laneRead(Transaction& transaction) {
  const ReadLane& asked = transaction.read;
  LaneRead& read = transaction.segments;
  const bool isRead = transaction.outcome == Outcome::Committed;
  if (!isRead) {
    fail();
    read = {asked.ticket, {}, true, true};
    sawReadable(false);
  } else {
    sawReadable(true);
  }
  // Where memory has taken over since, the database may hold what was written after it was asked.
  if (isRead && asked.after < kMemoryKeys && !transaction.heldAny && holdsAny()) read.reachedEnd = false;
  if (read.reachedEnd) {
    for (auto at = memory_.upper_bound(asked.after); at != memory_.end(); ++at) {
      if (at->second.conversationId == asked.conversationId)
        read.segments.push_back({at->first, at->second.bytes});
    }
  }
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < read.segments.size(); ++i) {
    bytes += read.segments[i].bytes.size();
    if (i == 0 || (bytes <= asked.maxBytes && i < asked.maxSegments)) continue;
    read.segments.resize(i);
    read.reachedEnd = false;
  }
  if (world_.sim.trace.isRead()) {
    std::string text = nameOf('t', tab_.id()) + " reads " + asked.conversationId + " after " +
                       std::to_string(asked.after) + ":";
    for (const StoredSegment& segment : read.segments) text += " " + std::to_string(segment.key);
    world_.sim.say(text + (read.reachedEnd ? ", the end" : ""));
  }
  tab_.hand(std::move(read));
}

void TabStorage::settled(Transaction& transaction) {
  const auto found = settling_.find(transaction.settling);
  const Settling asked = std::move(found->second);
  settling_.erase(found);
  if (transaction.outcome == Outcome::Committed) {
    for (const ParkedRecord& record : transaction.settle.park) parked_.erase(record.messageId);
  } else if (transaction.outcome == Outcome::Fenced) {
    // Another tab leads: it reads the log, but not the memory of this one.
    for (const ParkedRecord& record : asked.settle.park) {
      if (!asked.heldAny) parked_.erase(record.messageId);
    }
    keepInMind();
    tab_.lead().fenced();
  } else {
    // A record that could not be deleted is sent again some day, and the backend knows it by its number.
    fail();
    world_.leavesLeftovers = true;
    world_.sim.judge.mayComeBack = true;
    keepInMind();
  }
  if (!settling_.empty() && settling_.begin()->second.waits) submitSettling(settling_.begin()->first);
}

void TabStorage::keepInMind() {
  for (const auto& [id, record] : parked_)
    world_.sim.judge.messages[world_.sim.judge.knownMessage(id)].parked = true;
}

void TabStorage::fail() { isInMemory_ = true; }

void TabStorage::sawReadable(bool readable) {
  if (!readable) lookAgainIn(Duration{10'000});
  const bool wasReadable = std::exchange(isReadable_, readable);
  if (wasReadable && !readable) tab_.rescue();
}

void TabStorage::lookAgainIn(Duration delay) {
  if (world_.isOver() || std::exchange(looksAgain_, true)) return;
  // Hours of looking would tell nothing new.
  world_.sim.agenda.in(world_.isCalm() ? delay : 30 * delay, LookDue{tab_.id()});
}

void TabStorage::looksAgain() {
  if (std::exchange(looksAgain_, false)) tab_.hand(LogChanged{});
}

void TabStorage::lose() {
  for (const auto& [id, record] : parked_) {
    if (!world_.disk.parked().contains(id))
      world_.sim.judge.messages[world_.sim.judge.knownMessage(id)].parked = false;
  }
  memory_.clear();
  parked_.clear();
  waiting_.clear();
  settling_.clear();
  underWay_ = 0;
}

}  // namespace holdfast::sim
