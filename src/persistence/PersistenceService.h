// Takes messages in: what is queued in one turn of the event loop becomes one group of records, one for each
// conversation and writer, or more where a record would grow beyond its limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Error.h"
#include "holdfast/Event.h"
#include "log/Segment.h"

namespace holdfast {

class PersistenceService {
 public:
  PersistenceService(BatchConfig batch, LogConfig log) : batch_(batch), log_(log) {}

  /// What is wrong with this message, if anything.
  [[nodiscard]] std::optional<Error> check(const MessageQueued& message) const;
  [[nodiscard]] std::optional<Error> check(const ConversationQueued& conversation) const;

  /// Writes the entry into the group of this turn. REQUIRES: check() found nothing.
  void queue(const std::string& writer, const std::string& conversationId, SegmentEntry entry);

  /// When the group is durable, this parked message is to be forgotten: it was queued anew.
  void unparkWithGroup(std::string messageId) { unpark_.push_back(std::move(messageId)); }

  /// True where the group should be closed before the turn is over, so that memory stays bounded.
  [[nodiscard]] bool groupIsFull() const noexcept { return groupBytes_ >= log_.groupBytes; }

  /// What a record of a group holds.
  struct Record {
    std::string conversationId;
    std::vector<std::string> messageIds;  ///< A message in several records counts in the last.
    bool creates = false;                 ///< The creation of the conversation is among its entries.
    std::string bytes;                    ///< Kept while there is room; else empty.
  };
  struct Group {
    std::vector<Record> records;
    std::size_t keptBytes = 0;
  };

  /// Closes the group of this turn; nullopt where nothing was queued.
  [[nodiscard]] std::optional<AppendSegments> closeGroup();

  /// The group's transaction is complete. nullopt for a ticket that is not open.
  [[nodiscard]] std::optional<Group> finishGroup(Ticket ticket);

  /// Messages that are in no complete transaction yet.
  [[nodiscard]] std::uint32_t queued() const noexcept { return queued_; }

 private:
  struct Draft {
    std::string writer;
    std::string conversationId;
    SegmentBuilder builder;
    std::vector<std::string> messageIds{};
    bool creates = false;
    bool isFull = false;  ///< It holds a part of a message, and nothing else.
  };

  Draft& draftFor(const std::string& writer, const std::string& conversationId, std::size_t room);
  void closeDraft(Draft& draft);

  BatchConfig batch_;
  LogConfig log_;
  /// The records of this turn that may still grow, one for each conversation.
  std::unordered_map<std::string, Draft> drafts_;
  /// Conversations of the drafts in the order in which they were first queued for.
  std::vector<std::string> order_;
  std::vector<Record> closed_;
  std::vector<std::string> unpark_;
  std::size_t groupBytes_ = 0;
  std::size_t keptBytes_ = 0;
  std::unordered_map<Ticket, Group> groups_;
  Ticket lastTicket_ = 0;
  std::uint32_t queued_ = 0;
};

}  // namespace holdfast
