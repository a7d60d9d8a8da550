// Takes messages in: what is queued in one turn of the event loop becomes one group of records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Error.h"
#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast {

/// A message with its number, waiting for the end of the turn or for its transaction.
struct PendingMessage {
  std::string writer;
  std::uint64_t seq = 0;
  Time queuedAt{};
  std::string conversationId;
  std::string messageId;
  std::string payload;
};

class PersistenceService {
 public:
  explicit PersistenceService(BatchConfig config) : config_(config) {}

  /// What is wrong with this message, if anything.
  [[nodiscard]] std::optional<Error> check(const MessageQueued& message) const;

  /// REQUIRES: check() found nothing.
  void queue(PendingMessage message);

  /// When the group is durable, this parked message is to be forgotten: it was queued anew.
  void unparkWithGroup(std::string messageId) { unpark_.push_back(std::move(messageId)); }

  struct Group {
    Ticket ticket = 0;
    std::vector<PendingMessage> messages;
    std::vector<std::string> unpark;
  };

  /// Closes the group of this turn; nullptr where nothing was queued. It is valid until finishGroup().
  [[nodiscard]] const Group* closeGroup();

  /// The group's transaction is complete. nullopt for a ticket that is not open.
  [[nodiscard]] std::optional<Group> finishGroup(Ticket ticket);

  /// Messages that are in no complete transaction yet.
  [[nodiscard]] std::uint32_t queued() const noexcept { return queued_; }

 private:
  BatchConfig config_;
  std::vector<PendingMessage> pending_;
  std::vector<std::string> unpark_;
  std::unordered_map<Ticket, Group> groups_;
  Ticket lastTicket_ = 0;
  std::uint32_t queued_ = 0;
};

}  // namespace holdfast
