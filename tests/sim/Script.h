// A life that is written down: who does what, and when. The reference scenarios of the exhaustive tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "Actor.h"
#include "Interleaving.h"
#include "Names.h"
#include "Plan.h"
#include "Transaction.h"

namespace holdfast::sim {

class World;

struct ScriptStep {
  enum class What : std::uint8_t {
    OpenTab,  ///< One more.
    Begin,    ///< A conversation, offline.
    Queue,    ///< A message of `size` bytes.
    EndTurn,
    RetryParked,
    AnyOrder,  ///< From here on what is due at the same time happens in every order.
    Close,     ///< The tab is closed.
  };
  What what = What::EndTurn;
  TabId tab = 0;
  ConversationNo conversation = 0;
  std::uint32_t size = 10;
  bool isRejected = false;  ///< The message is refused by the backend, until it is retried.
  Duration after{0};        ///< Since the step before.
};

struct Scenario {
  std::string_view name;
  Plan plan;
  /// Conversations that the person begins here; the others are known to the backend.
  std::uint32_t begunHere = 0;
  std::vector<ScriptStep> steps;
};

/// What the outbox is for, in a few lines each.
[[nodiscard]] std::vector<Scenario> referenceScenarios();

/// Two tabs that lead and follow, and three messages: short enough for all orders.
[[nodiscard]] Scenario twoTabsAndThreeMessages();

class Script final : public Actor {
 public:
  /// `order` counts from the step AnyOrder on.
  Script(World& world, const std::vector<ScriptStep>& steps, Interleaving* order)
      : world_(world), steps_(steps), order_(order) {}

  [[nodiscard]] std::optional<Duration> pause() override;
  void act() override;

 private:
  void perform(const ScriptStep& step);

  World& world_;
  const std::vector<ScriptStep>& steps_;
  Interleaving* order_;
  std::size_t next_ = 0;
};

}  // namespace holdfast::sim
