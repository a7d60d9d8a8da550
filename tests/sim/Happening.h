// What is going to happen in the simulated world, at a time that is known.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "Transaction.h"
#include "holdfast/Event.h"

namespace holdfast::sim {

/// A timer of a tab goes off, unless it was set anew since.
struct TimerFires {
  TabId tab = 0;
  std::uint32_t timer = 0;
};

/// The first transaction in the database's line has been performed.
struct TransactionEnds {};

/// A tab hears what came of its transaction.
struct TransactionHeard {
  std::unique_ptr<Transaction> transaction;
};

/// A tab is handed an event that nothing has to be done for beside it.
struct EventDue {
  TabId tab = 0;
  Event event;
};

struct LockGranted {
  TabId tab = 0;
  std::uint32_t request = 0;
};

struct LockStolen {
  TabId tab = 0;
  std::uint32_t request = 0;
};

struct RequestReachesServer {
  std::uint32_t request = 0;
};

/// The tab hears how its request ended. A status of 0 stands for no answer.
struct RequestEnds {
  std::uint32_t request = 0;
  int status = 0;
  std::string retryAfter{};
  std::string body{};
};

/// A tab that waits for news of its messages looks whether there is any.
struct NewsDue {
  TabId tab = 0;
};

/// A tab that could not read the log looks whether it can now.
struct LookDue {
  TabId tab = 0;
};

/// The person, or fate, does the next thing.
struct NextAct {};

using Happening = std::variant<TimerFires, TransactionEnds, TransactionHeard, EventDue, LockGranted,
                               LockStolen, RequestReachesServer, RequestEnds, NewsDue, LookDue, NextAct>;

/// Whose it is, among those of its kind.
struct OwnerOf {
  std::uint32_t operator()(const TransactionHeard& heard) const { return heard.transaction->owner; }
  std::uint32_t operator()(const RequestReachesServer& arrives) const { return arrives.request; }
  std::uint32_t operator()(const RequestEnds& ends) const { return ends.request; }
  std::uint32_t operator()(const TransactionEnds& /*ends*/) const { return 0; }
  std::uint32_t operator()(const NextAct& /*act*/) const { return 0; }
  std::uint32_t operator()(const auto& ofTab) const { return ofTab.tab; }
};

/// Where it comes from: what has one source happens in the order in which it was put down.
inline std::uint64_t sourceOf(const Happening& happening) {
  return std::visit(OwnerOf{}, happening) | std::uint64_t{happening.index()} << 32;
}

}  // namespace holdfast::sim
