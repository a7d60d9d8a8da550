#include "Judge.h"

#include <algorithm>

#include "Fingerprint.h"
#include "log/Segment.h"

namespace holdfast::sim {

namespace {

/// A tab whose clock was behind takes a message for older than it is.
constexpr Duration kClockSlack{600'000};

}  // namespace

MessageNo Judge::knownMessage(std::string_view name) const {
  const auto number = numberIn('m', name);
  if (!number || *number >= messages.size())
    fail("sanity", "there is no message " + std::string{name.substr(0, 40)});
  return *number;
}

RecordContents Judge::contentsOf(const LogRecord& record) const {
  RecordContents contents;
  const Result<Segment> read = decodeSegment(record.bytes);
  if (!read) return contents;
  for (const SegmentEntry& entry : read.value().entries) {
    if (entry.kind == EntryKind::Creation) {
      contents.creates = true;
    } else if (entry.part + 1 == entry.parts) {
      contents.ends.push_back(knownMessage(entry.messageId));
    }
  }
  return contents;
}

template <typename Visit>
void Judge::forMessagesEndingIn(const std::string& conversationId, const RecordContents& contents,
                                Visit visit) {
  const auto conversation = contents.creates ? numberIn('c', conversationId) : std::nullopt;
  if (conversation) conversations[*conversation].durable = true;
  for (const MessageNo number : contents.ends) visit(messages[number]);
}

RecordContents Judge::committed(const LogRecord& record) {
  RecordContents contents = contentsOf(record);
  forMessagesEndingIn(record.conversationId, contents, [&](MessageFacts& message) {
    ++message.copies;
    message.durable = true;
    if (message.place == 0) message.place = ++commits_;
  });
  return contents;
}

void Judge::erased(const std::string& conversationId, const RecordContents& contents, Time now) {
  forMessagesEndingIn(conversationId, contents, [&](MessageFacts& message) {
    --message.copies;
    const bool isKept =
        message.position > 0 || message.parked || message.discarded || message.damaged || message.leftTheLog;
    if (message.copies > 0 || isKept) return;
    fail("I1", "a record of " + conversationId + " was deleted at " + std::to_string(toMs(now)) +
                   " ms, and with it a message that is neither stored nor parked");
  });
}

void Judge::changed(TabId tab, Fence fence, Fence latest) {
  if (fence != latest) fail("I2", nameOf('t', tab) + " was robbed of the lead, and changes the log");
}

void Judge::damagedOnPurpose(const LogRecord& record) {
  mayMisplace = true;
  const auto conversation = numberIn('c', record.conversationId);
  const Result<Segment> read = decodeSegment(record.bytes);
  if (!read || !conversation) return;
  for (const SegmentEntry& entry : read.value().entries) {
    if (entry.kind == EntryKind::Creation) {
      conversations[*conversation].kind = ConversationFacts::Kind::Gone;
    } else {
      messages[knownMessage(entry.messageId)].damaged = true;
    }
  }
}

void Judge::undone(const std::string& conversationId, const RecordContents& contents) {
  forMessagesEndingIn(conversationId, contents, [](MessageFacts& message) { --message.copies; });
}

void Judge::restored(const std::string& conversationId, const RecordContents& contents) {
  forMessagesEndingIn(conversationId, contents, [](MessageFacts& message) { ++message.copies; });
}

std::uint64_t Judge::stored(MessageNo number) {
  MessageFacts& message = messages[number];
  ConversationFacts& conversation = conversations[message.conversation];
  conversation.transcript.push_back(number);
  message.position = conversation.transcript.size();
  if (message.queuedAgain || message.damaged || message.refused || message.discarded) return message.position;
  const auto last = std::find_if(conversation.lastOfTab.begin(), conversation.lastOfTab.end(),
                                 [&](const auto& entry) { return entry.first == message.tab; });
  if (last == conversation.lastOfTab.end()) {
    conversation.lastOfTab.emplace_back(message.tab, number);
  } else {
    if (number < last->second)
      fail("I3", messageName(number) + " was stored after " + messageName(last->second) +
                     ", which its tab queued later");
    last->second = number;
  }
  if (message.place == 0 || conversation.disorder) return message.position;
  if (message.place < conversation.lastPlace)
    fail("I3", messageName(number) + " was stored after a message that was committed to the log later");
  conversation.lastPlace = message.place;
  return message.position;
}

void Judge::misplaced(std::string_view writer, std::uint64_t expected, std::uint64_t received) const {
  if (mayMisplace) return;
  fail("I3", "writer " + std::string{writer} + " sent number " + std::to_string(received) + " where " +
                 std::to_string(expected) + " was due");
}

bool Judge::mayBeParked(const MessageFacts& message, Time now, const Config& config) const {
  const ConversationFacts& conversation = conversations[message.conversation];
  using Kind = ConversationFacts::Kind;
  const bool hasNoHome =
      conversation.kind == Kind::Gone || conversation.kind == Kind::Refused ||
      (conversation.kind == Kind::BegunHere && (!conversation.durable || conversation.disorder));
  return message.temper != Temper::Good || message.queuedAgain || hasNoHome ||
         now - message.queuedAt > config.timeout.maxAge - kClockSlack;
}

void Judge::parked(const std::string& messageId) {
  MessageFacts& message = messages[knownMessage(messageId)];
  // Where a log was lost, another copy of it may be under way.
  const bool mayHaveCopies = message.queuedAgain || conversations[message.conversation].disorder;
  if (message.discarded && !mayHaveCopies && !mayComeBack)
    fail("I1", messageId + " is parked anew, and was discarded");
  message.parked = true;
}

void Judge::parking(const ParkedRecord& record, Time now, const Config& config) {
  const MessageNo number = knownMessage(record.messageId);
  const MessageFacts& message = messages[number];
  // A number that was given up, and then given to another one.
  const bool hasLostItsPlace = mayMisplace && record.code == "skipped";
  if (!hasLostItsPlace && !mayBeParked(message, now, config))
    fail("I5", record.messageId + " is parked (" + record.code + ": " + record.reason +
                   "), and nothing is wrong with it");
  if (record.payload != payloadOf(number, message.size))
    fail("I1", record.messageId + " is parked with another payload than it was queued with");
}

void Judge::reported(const ReportMessages& report) const {
  for (std::size_t i = 0; i < report.messageIds.size(); ++i) {
    const std::string& id = report.messageIds[i];
    const MessageFacts& message = messages[knownMessage(id)];
    if (report.state != SyncState::Synced) continue;
    if (message.position == 0) fail("I1", id + " is said to be synced, and the backend does not have it");
    if (report.positions.size() != report.messageIds.size())
      fail("sanity", "a report of synced messages has another number of positions");
    if (report.positions[i] != message.position)
      fail("I2", id + " is said to be at " + std::to_string(report.positions[i]) + ", and is at " +
                     std::to_string(message.position));
  }
}

void Judge::saved(MessageNo number) const {
  if (!messages[number].durable) fail("I1", messageName(number) + " is said to be saved, and never was");
}

std::uint64_t Judge::fingerprint() const {
  Fingerprint print;
  for (const MessageFacts& message : messages) {
    print.add(message.conversation).add(message.tab).add(message.place).add(message.copies);
    print.add(message.position).add(message.durable).add(message.parked).add(message.discarded);
    print.add(message.queuedAgain).add(message.lost).add(static_cast<std::uint64_t>(toMs(message.queuedAt)));
  }
  for (const ConversationFacts& conversation : conversations) {
    print.add(conversation.begun).add(conversation.durable).add(conversation.disorder);
    print.add(conversation.transcript.size()).add(conversation.lastPlace);
    for (const MessageNo message : conversation.transcript) print.add(message);
    // In the order in which tabs came, which says nothing.
    std::uint64_t last = 0;
    for (const auto& [tab, message] : conversation.lastOfTab)
      last += Fingerprint{}.add(tab).add(message).value();
    print.add(last);
  }
  return print.add(mayMisplace).add(mayComeBack).add(commits_).value();
}

void Judge::atTheEnd() const {
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const MessageFacts& message = messages[i];
    if ((message.lost && (!message.durable || message.leftTheLog)) || message.damaged || message.discarded)
      continue;
    const std::string id = messageName(static_cast<MessageNo>(i));
    if (message.copies > 0) fail("I7", id + " is still in the log");
    if (message.position == 0 && !message.parked)
      fail("I1", id + " was queued, and is neither stored nor parked");
    if (message.position > 0 && message.parked && message.temper != Temper::Good && !message.queuedAgain)
      fail("I2", id + " is stored and parked");
  }
}

}  // namespace holdfast::sim
