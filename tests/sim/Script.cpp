#include "Script.h"

#include <utility>

#include "World.h"

namespace holdfast::sim {

namespace {

using What = ScriptStep::What;

Plan planOf(std::uint32_t conversations, std::uint32_t tabs) {
  Choices plainest{Tape{}};
  Plan plan{plainest};
  plan.conversations = conversations;
  plan.mostTabs = tabs;
  return plan;
}

ScriptStep queue(TabId tab, ConversationNo conversation, std::uint32_t size = 10) {
  return {What::Queue, tab, conversation, size};
}

ScriptStep rejected(TabId tab, ConversationNo conversation) {
  return {What::Queue, tab, conversation, 10, true};
}

ScriptStep endTurn(TabId tab, Duration after = Duration{0}) {
  return {What::EndTurn, tab, 0, 0, false, after};
}

ScriptStep later(ScriptStep step, Duration after = Duration{50}) {
  step.after = after;
  return step;
}

/// So long can things fail after the last step.
constexpr Duration kAftermath{120'000};

/// A message of this size takes three records.
constexpr std::uint32_t kThreeRecords = 1'500;

Plan narrowPlan() {
  Plan plan = planOf(1, 1);
  plan.isNarrow = true;
  plan.config.log.maxSegmentBytes = 700;
  plan.config.log.windowBytes = 600;
  plan.config.log.laneBytes = 600;
  plan.config.log.firstRead = 1;
  plan.config.log.maxRead = 2;
  plan.config.log.lanesPerSearch = 1;
  plan.config.batch.maxMessages = 2;
  plan.config.batch.maxBacklogMessages = 4;
  return plan;
}

}  // namespace

std::vector<Scenario> referenceScenarios() {
  return {
      {"one tab, three messages",
       planOf(1, 1),
       0,
       {queue(0, 0), queue(0, 0), endTurn(0), later(queue(0, 0)), endTurn(0)}},
      {"two tabs, one conversation",
       planOf(1, 2),
       0,
       {{What::OpenTab}, queue(0, 0), endTurn(0), queue(1, 0), endTurn(1), later(queue(1, 0)), endTurn(1)}},
      {"two conversations in one turn", planOf(2, 1), 0, {queue(0, 0), queue(0, 1), queue(0, 0), endTurn(0)}},
      {"a conversation that is begun offline",
       planOf(1, 1),
       1,
       {{What::Begin}, queue(0, 0), endTurn(0), later(queue(0, 0)), endTurn(0)}},
      {"a message that is refused, parked and retried",
       planOf(1, 1),
       0,
       {queue(0, 0), rejected(0, 0), queue(0, 0), endTurn(0), later({What::RetryParked}, Duration{30'000})}},
      {"a message that spans records",
       narrowPlan(),
       0,
       {queue(0, 0, kThreeRecords), queue(0, 0), endTurn(0), later(queue(0, 0)), endTurn(0)}},
      {"a tab that is closed, and its heir",
       planOf(1, 2),
       0,
       {{What::OpenTab},
        queue(0, 0),
        queue(0, 0),
        endTurn(0),
        {What::Close, 0},
        later(queue(1, 0)),
        endTurn(1)}},
  };
}

Scenario twoTabsAndThreeMessages() {
  return {"two tabs, three messages",
          planOf(1, 2),
          0,
          {{What::OpenTab},
           later({What::AnyOrder}, Duration{1'000}),
           queue(0, 0),
           endTurn(0),
           queue(1, 0),
           endTurn(1),
           queue(0, 0),
           endTurn(0)}};
}

std::optional<Duration> Script::pause() {
  if (next_ > steps_.size()) return std::nullopt;
  return next_ == steps_.size() ? kAftermath : steps_[next_].after;
}

void Script::act() {
  if (next_++ < steps_.size()) perform(steps_[next_ - 1]);
}

void Script::perform(const ScriptStep& step) {
  if (step.what == What::OpenTab) {
    world_.openTab();
    return;
  }
  if (step.what == What::AnyOrder) {
    world_.sim.agenda.order = order_;
    if (order_ != nullptr)
      order_->state = [this] { return Fingerprint{}.add(world_.fingerprint()).add(next_).value(); };
    return;
  }
  Tab* tab = world_.tab(step.tab);
  if (tab == nullptr) return;
  tab->saw(next_);
  switch (step.what) {
    case What::Begin:
      world_.sim.judge.conversations[step.conversation].begun = true;
      world_.sim.judge.conversations[step.conversation].begunBy = step.tab;
      tab->begin(step.conversation);
      return;
    case What::Queue: {
      MessageFacts message;
      message.conversation = step.conversation;
      message.tab = step.tab;
      message.size = step.size;
      message.temper = step.isRejected ? Temper::Rejected : Temper::Good;
      tab->queue(world_.sim.addMessage(message));
      return;
    }
    case What::EndTurn: tab->endTurn(); return;
    case What::RetryParked: {
      if (world_.disk.parked().empty()) return;
      const ParkedRecord record = world_.disk.parked().begin()->second;
      MessageFacts& message = world_.sim.judge.messages[world_.sim.judge.knownMessage(record.messageId)];
      message.temper = Temper::Good;
      message.queuedAt = world_.sim.agenda.now();
      tab->retryParked(record);
      return;
    }
    case What::Close:
      tab->leave();
      tab->die();
      return;
    case What::OpenTab:
    case What::AnyOrder: return;
  }
}

}  // namespace holdfast::sim
