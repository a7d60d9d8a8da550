#include "Fingerprint.h"

#include <cstring>

#include "EventWriter.h"
#include "Network.h"

namespace holdfast::sim {

namespace {

class Printer {
 public:
  Printer(Fingerprint& print, const Network& network) : print_(print), network_(network) {}

  void operator()(const TimerFires& fires) { print_.add(fires.tab).add(fires.timer); }
  void operator()(const TransactionEnds& /*ends*/) {}
  void operator()(const TransactionHeard& heard) { print_.add(fingerprintOf(*heard.transaction)); }
  void operator()(const EventDue& due) { print_.add(due.tab).add(encodeEvent(due.event)); }
  void operator()(const LockGranted& granted) { print_.add(granted.tab).add(granted.request); }
  void operator()(const LockStolen& stolen) { print_.add(stolen.tab).add(stolen.request); }
  void operator()(const RequestReachesServer& arrives) { request(arrives.request); }
  void operator()(const RequestEnds& ends) {
    request(ends.request);
    print_.add(static_cast<std::uint64_t>(ends.status)).add(ends.retryAfter).add(ends.body);
  }
  void operator()(const NewsDue& news) { print_.add(news.tab); }
  void operator()(const LookDue& look) { print_.add(look.tab); }
  void operator()(const NextAct& /*act*/) {}

 private:
  void request(std::uint32_t number) {
    const Network::Request& sent = network_.request(number);
    print_.add(sent.tab).add(sent.send.request).add(sent.send.creates).add(sent.send.body);
  }

  Fingerprint& print_;
  const Network& network_;
};

}  // namespace

Fingerprint& Fingerprint::add(std::string_view text) noexcept {
  add(text.size());
  while (!text.empty()) {
    std::uint64_t bytes = 0;
    const std::size_t size = text.size() < sizeof(bytes) ? text.size() : sizeof(bytes);
    std::memcpy(&bytes, text.data(), size);
    add(bytes);
    text.remove_prefix(size);
  }
  return *this;
}

std::uint64_t fingerprintOf(const Transaction& transaction) {
  Fingerprint print;
  print.add(transaction.owner).add(static_cast<std::uint64_t>(transaction.kind));
  print.add(transaction.isSecondTry).add(transaction.isDoomed).add(transaction.fence);
  for (const Transaction::Group& group : transaction.groups) {
    print.add(group.ticket).add(group.records.size());
    for (const LogRecord& record : group.records) print.add(record.conversationId).add(record.bytes);
    for (const std::string& id : group.unpark) print.add(id);
  }
  print.add(transaction.find.ticket).add(transaction.find.after).add(transaction.find.maxLanes);
  print.add(transaction.read.ticket).add(transaction.read.conversationId).add(transaction.read.after);
  print.add(transaction.read.maxSegments).add(transaction.settle.keys.size());
  for (const SegmentKey key : transaction.settle.keys) print.add(key);
  for (const ParkedRecord& record : transaction.settle.park) print.add(record.messageId).add(record.place);
  for (const std::string& id : transaction.settle.unpark) print.add(id);
  print.add(transaction.settling).add(transaction.damaged).add(transaction.messageId).add(transaction.term);
  print.add(static_cast<std::uint64_t>(transaction.outcome)).add(transaction.keys.size());
  for (const SegmentKey key : transaction.keys) print.add(key);
  print.add(encodeEvent(transaction.found)).add(encodeEvent(transaction.segments));
  return print.add(encodeEvent(transaction.parked)).value();
}

std::uint64_t fingerprintOf(const Happening& happening, const Network& network) {
  Fingerprint print;
  print.add(happening.index());
  std::visit(Printer{print, network}, happening);
  return print.value();
}

}  // namespace holdfast::sim
