// What Holdfast promises, checked while the world runs: docs/architecture.md lists the invariants.
//
// The judge sees everything: what the person queued, what the database holds, what the backend stored and
// what the core reports. The first broken promise ends the world.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Names.h"
#include "Transaction.h"
#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Time.h"

namespace holdfast::sim {

/// A promise was broken. `invariant` is its name, such as "I1".
struct Violation {
  std::string invariant;
  std::string what;
};

/// What the backend thinks of a message, or of a conversation.
enum class Temper : std::uint8_t {
  Good,
  Rejected,  ///< Refused by itself, within an answer that accepts the others.
  Refused,   ///< The whole batch is, with the status `refusal`.
};

struct MessageFacts {
  ConversationNo conversation = 0;
  TabId tab = 0;
  std::uint32_t size = 0;
  Temper temper = Temper::Good;
  int refusal = 0;
  Time queuedAt{};
  std::uint64_t place = 0;     ///< In the order of all commits; 0 where it is not in the log yet.
  std::uint32_t copies = 0;    ///< Records in the log that end a copy of it.
  std::uint64_t position = 0;  ///< At the backend; 0 where it is not stored.
  bool durable = false;
  bool parked = false;  ///< In the database, or in a tab's memory.
  bool discarded = false;
  bool refused = false;  ///< A tab has said that it is parked: another copy of it may be stored all the same.
  bool queuedAgain = false;  ///< By a retry, or after its log was lost: its place in the order is a new one.
  bool damaged = false;      ///< A record of it was damaged on purpose.
  bool lost = false;         ///< It was in the memory of a tab that died.
  bool leftTheLog =
      false;  ///< It was parked, and retried while the log could not be written: memory has it alone.
};

struct ConversationFacts {
  enum class Kind : std::uint8_t { Known, BegunHere, Gone, Refused };
  Kind kind = Kind::Known;
  TabId begunBy = 0;
  bool begun = false;     ///< Its creation was queued.
  bool durable = false;   ///< Its creation is in the log.
  bool disorder = false;  ///< The order across tabs is not promised any more.
  std::vector<MessageNo> transcript{};
  std::vector<std::pair<TabId, MessageNo>> lastOfTab{};
  std::uint64_t lastPlace = 0;
};

/// What is in a record of the log; nothing where it is damaged.
struct RecordContents {
  std::vector<MessageNo> ends{};  ///< Messages of which it holds the last part, or all.
  bool creates = false;           ///< The creation of its conversation is in it.
};

class Judge {
 public:
  std::vector<MessageFacts> messages;
  std::vector<ConversationFacts> conversations;
  /// Numbers at the backend need not follow each other any more: a record was damaged, or a log was lost.
  bool mayMisplace = false;
  /// What was discarded may be sent again: a record could not be deleted, or a leader could not read what is
  /// parked.
  bool mayComeBack = false;

  [[noreturn]] static void fail(std::string invariant, std::string what) {
    throw Violation{std::move(invariant), std::move(what)};
  }

  // The database.
  /// What is in the record, for those that follow.
  RecordContents committed(const LogRecord& record);
  void erased(const std::string& conversationId, const RecordContents& contents, Time now);
  /// A transaction of a leader is performed; `latest` is the fence of the tab that leads now.
  static void changed(TabId tab, Fence fence, Fence latest);
  void damagedOnPurpose(const LogRecord& record);
  void undone(const std::string& conversationId, const RecordContents& contents);
  void restored(const std::string& conversationId, const RecordContents& contents);

  // The backend.
  /// The position that the message gets.
  std::uint64_t stored(MessageNo message);
  void misplaced(std::string_view writer, std::uint64_t expected, std::uint64_t received) const;

  // The core.
  void parking(const ParkedRecord& record, Time now, const Config& config);
  /// The database holds it from now on.
  void parked(const std::string& messageId);
  void reported(const ReportMessages& report) const;
  /// The page that queued it says so, and never said that only memory holds it.
  void saved(MessageNo message) const;

  /// All has come to rest: every message is where it should be.
  void atTheEnd() const;

  [[nodiscard]] std::uint64_t fingerprint() const;

  [[nodiscard]] MessageNo knownMessage(std::string_view name) const;
  [[nodiscard]] bool mayBeParked(const MessageFacts& message, Time now, const Config& config) const;

 private:
  [[nodiscard]] RecordContents contentsOf(const LogRecord& record) const;
  template <typename Visit>
  void forMessagesEndingIn(const std::string& conversationId, const RecordContents& contents, Visit visit);

  std::uint64_t commits_ = 0;
};

}  // namespace holdfast::sim
