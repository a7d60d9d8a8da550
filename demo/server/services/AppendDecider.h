// The sequence rule of protocol v1, message by message, inside one transaction.
//
//   seq ≤ last     the decision that was kept: duplicate, rejected (with its problem) or skipped;
//                  with another id than was decided for it: stop, sequence-conflict
//   seq = last + 1 stored; duplicate where the id is in this conversation already; rejected where it is in
//                  another one, or the message is unacceptable; skipped for a tombstone. The seq advances.
//   seq > last + 1 stop, sequence-gap
//
// Source: docs/protocol.md, "The sequence rule".
#pragma once

#include <cstdint>

#include "repositories/MessageRepository.h"
#include "services/AppendOutcome.h"

namespace holdfast::server {

class AppendDecider {
 public:
  /// `messageCount` is how many messages the conversation has. REQUIRES: it exists and is locked; repository
  /// and request outlive this object.
  AppendDecider(MessageRepository& messages, const AppendRequest& request, std::uint64_t messageCount)
      : messages_(messages), request_(request), messageCount_(messageCount) {}

  /// Decides and applies the whole request. Errors: StorageError.
  AppendOutcome decide();

  /// How many messages the conversation has by now.
  [[nodiscard]] std::uint64_t messageCount() const noexcept { return messageCount_; }

 private:
  /// The problem that stops the request, if any; else the item's result is in `outcome_`.
  std::optional<Problem> decideItem(const AppendItem& item);
  std::optional<Problem> repeatDecision(const AppendItem& item);
  void decideNext(const AppendItem& item);
  AppendResult place(Seq seq, const Message& message, Decision& decision);

  MessageRepository& messages_;
  const AppendRequest& request_;
  std::uint64_t messageCount_;
  Seq last_ = 0;
  AppendOutcome outcome_;
};

}  // namespace holdfast::server
