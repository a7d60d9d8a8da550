#include "Disk.h"

#include <algorithm>
#include <iterator>

#include "Fingerprint.h"

namespace holdfast::sim {

using Kind = Transaction::Kind;
using Outcome = Transaction::Outcome;

void Disk::submit(std::unique_ptr<Transaction> transaction) {
  const bool isSlow = sim_.strikes(Fault::TransactionSlow);
  freeAt_ = std::max(freeAt_, sim_.agenda.now()) + (isSlow ? sim_.upTo(5'000) : sim_.upTo(3));
  line_.push_back({std::move(transaction)});
  sim_.agenda.at(freeAt_, TransactionEnds{});
}

std::optional<TabId> Disk::nextOwner() const {
  const Waiting& first = line_.front();
  return first.isAbandoned ? std::nullopt : std::optional{first.transaction->owner};
}

std::unique_ptr<Transaction> Disk::performFirst() {
  Waiting first = std::move(line_.front());
  line_.pop_front();
  if (first.isAbandoned) return nullptr;
  Transaction& transaction = *first.transaction;
  transaction.outcome = fateOf(transaction);
  if (transaction.outcome == Outcome::Committed) perform(transaction);
  return std::move(first.transaction);
}

Outcome Disk::fateOf(const Transaction& transaction) {
  const bool isRead = transaction.kind == Kind::Find || transaction.kind == Kind::Read ||
                      transaction.kind == Kind::ListParked;
  if (isRead ? isUnreadable : isFull) return isRead ? Outcome::Aborted : Outcome::Full;
  if (transaction.isDoomed || sim_.strikes(Fault::TransactionAborted)) {
    // The tab has lost its handle, and with it all that it had asked for.
    for (Waiting& waiting : line_) {
      if (waiting.transaction->owner == transaction.owner) waiting.transaction->isDoomed = true;
    }
    return Outcome::Aborted;
  }
  const bool isFenced = transaction.kind == Kind::Settle || transaction.kind == Kind::Quarantine;
  if (isFenced && transaction.fence != fence_) return Outcome::Fenced;
  return Outcome::Committed;
}

void Disk::perform(Transaction& transaction) {
  switch (transaction.kind) {
    case Kind::Append: append(transaction); break;
    case Kind::Find: find(transaction); return;
    case Kind::Read: read(transaction); return;
    case Kind::Settle:
      Judge::changed(transaction.owner, transaction.fence, fence_);
      settle(transaction);
      break;
    case Kind::Quarantine:
      Judge::changed(transaction.owner, transaction.fence, fence_);
      quarantine(transaction.damaged);
      break;
    case Kind::TakeLead: transaction.fence = ++fence_; break;
    case Kind::ListParked:
      for (const auto& [id, record] : parked_) transaction.parked.parked.push_back({id, record.place});
      for (const auto& [id, place] : discarded_) transaction.parked.discarded.push_back({id, place});
      return;
    case Kind::Discard: discard(transaction.messageId); break;
  }
  remember(transaction);
}

void Disk::append(Transaction& transaction) {
  for (Transaction::Group& group : transaction.groups) {
    for (LogRecord& record : group.records) {
      RecordContents contents = sim_.judge.committed(record);
      transaction.keys.push_back(++lastKey_);
      log_.emplace_hint(log_.end(), lastKey_,
                        std::make_shared<const Kept>(Kept{record, std::move(contents)}));
    }
    for (const std::string& id : group.unpark) unpark(id);
  }
}

void Disk::find(Transaction& transaction) const {
  const FindLanes& asked = transaction.find;
  std::map<std::string, SegmentKey> lanes;
  for (const auto& [key, kept] : log_) lanes[kept->record.conversationId] = key;
  transaction.found = {asked.ticket, {}, true, log_.empty() ? 0 : log_.rbegin()->first};
  if (sim_.trace.isRead())
    sim_.say("search " + std::to_string(asked.ticket) + " after '" + asked.after + "' sees " +
             std::to_string(lanes.size()) + " lanes, asked for " + std::to_string(asked.maxLanes));
  for (auto at = lanes.upper_bound(asked.after); at != lanes.end(); ++at) {
    if (transaction.found.lanes.size() == asked.maxLanes) {
      transaction.found.reachedEnd = false;
      return;
    }
    transaction.found.lanes.push_back({at->first, at->second});
  }
}

void Disk::read(Transaction& transaction) const {
  const ReadLane& asked = transaction.read;
  transaction.segments = {asked.ticket, {}, true};
  for (auto at = log_.upper_bound(asked.after); at != log_.end(); ++at) {
    const LogRecord& record = at->second->record;
    if (record.conversationId != asked.conversationId) continue;
    transaction.segments.segments.push_back({at->first, record.bytes});
    if (transaction.segments.segments.size() < asked.maxSegments) continue;
    transaction.segments.reachedEnd = false;
    return;
  }
}

void Disk::settle(Transaction& transaction) {
  const SettleSegments& settled = transaction.settle;
  for (const ParkedRecord& record : settled.park) park(record);
  for (const std::string& id : settled.unpark) unpark(id);
  for (const SegmentKey key : settled.keys) {
    const auto found = log_.find(key);
    if (found == log_.end()) continue;
    if (sim_.trace.isRead()) sim_.say(nameOf('t', transaction.owner) + " deletes " + std::to_string(key));
    const Kept& kept = *found->second;
    sim_.judge.erased(kept.record.conversationId, kept.contents, sim_.agenda.now());
    log_.erase(found);
  }
}

void Disk::quarantine(SegmentKey key) {
  const auto found = log_.find(key);
  if (found == log_.end()) return;
  // The parts of a message that are sound go with the one that is not.
  const Kept& kept = *found->second;
  sim_.judge.erased(kept.record.conversationId, kept.contents, sim_.agenda.now());
  log_.erase(found);
}

void Disk::park(const ParkedRecord& record) {
  parked_[record.messageId] = record;
  discarded_.erase(record.messageId);
  if (sim_.trace.isRead()) sim_.say(record.messageId + " is parked");
  sim_.judge.parked(record.messageId);
}

void Disk::discard(const std::string& messageId) {
  const auto found = parked_.find(messageId);
  // Who discards twice changes nothing.
  if (found == parked_.end() && discarded_.contains(messageId)) return;
  const SegmentKey place = found == parked_.end() ? 0 : found->second.place;
  unpark(messageId);
  discarded_[messageId] = place;
}

void Disk::unpark(const std::string& messageId) {
  discarded_.erase(messageId);
  if (parked_.erase(messageId) > 0) setParked(messageId, false);
}

void Disk::setParked(const std::string& messageId, bool parked) {
  if (sim_.trace.isRead()) sim_.say(messageId + (parked ? " is parked" : " is not parked any more"));
  sim_.judge.messages[sim_.judge.knownMessage(messageId)].parked = parked;
}

void Disk::ownerDied(TabId tab) {
  for (Waiting& waiting : line_) {
    if (waiting.transaction->owner != tab) continue;
    // A transaction that was asked for runs on its own, but what comes after it in the line of a dead tab
    // does not.
    waiting.isAbandoned = sim_.choices.chance(500);
  }
}

void Disk::remember(const Transaction& transaction) {
  if (!sim_.weather.has(Fault::PowerLost)) return;
  if (transaction.isStrict()) states_.clear();
  states_.push_back({log_, parked_, discarded_, lastKey_, fence_});
}

void Disk::losePower() {
  for (Waiting& waiting : line_) waiting.isAbandoned = true;
  if (states_.empty()) return;
  const State& back = states_[sim_.choices.below(static_cast<std::uint32_t>(states_.size()))];
  for (const auto& [key, kept] : log_) sim_.judge.undone(kept->record.conversationId, kept->contents);
  for (const auto& [id, record] : parked_) setParked(id, false);
  log_ = back.log;
  parked_ = back.parked;
  discarded_ = back.discarded;
  lastKey_ = back.lastKey;
  fence_ = back.fence;
  for (const auto& [key, kept] : log_) {
    if (!damaged_.contains(key)) sim_.judge.restored(kept->record.conversationId, kept->contents);
  }
  for (const auto& [id, record] : parked_) setParked(id, true);
  states_ = {State{back}};
}

std::uint64_t Disk::fingerprint() const {
  Fingerprint print;
  for (const auto& [key, kept] : log_) print.add(key).add(kept->record.bytes);
  for (const auto& [id, record] : parked_) print.add(id).add(record.place);
  for (const auto& [id, place] : discarded_) print.add(id).add(place);
  print.add(log_.size()).add(parked_.size()).add(lastKey_).add(fence_);
  for (const Waiting& waiting : line_)
    print.add(waiting.isAbandoned).add(fingerprintOf(*waiting.transaction));
  return print.add(static_cast<std::uint64_t>(toMs(freeAt_))).value();
}

void Disk::damageRecord() {
  if (log_.empty()) return;
  auto at = log_.begin();
  std::advance(at, sim_.choices.below(static_cast<std::uint32_t>(log_.size())));
  auto& [key, kept] = *at;
  if (!damaged_.insert(key).second) return;
  LogRecord record = kept->record;
  sim_.judge.damagedOnPurpose(record);
  sim_.judge.undone(record.conversationId, kept->contents);
  const std::size_t place = sim_.choices.below(static_cast<std::uint32_t>(record.bytes.size()));
  record.bytes[place] = static_cast<char>(record.bytes[place] ^ 0x10);
  kept = std::make_shared<const Kept>(Kept{std::move(record), {}});
  sim_.note(Fault::RecordDamaged);
}

}  // namespace holdfast::sim
