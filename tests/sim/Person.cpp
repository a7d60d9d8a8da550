#include "Person.h"

#include <iterator>
#include <string>
#include <vector>

#include "World.h"

namespace holdfast::sim {

namespace {

constexpr std::uint32_t kMostSmallBytes = 60;

template <typename Item, std::size_t Size>
const Item& pick(Choices& choices, const Item (&items)[Size]) {
  return items[choices.below(static_cast<std::uint32_t>(Size))];
}

}  // namespace

std::optional<Duration> Person::pause() {
  if (acts_++ == world_.plan_.acts) return std::nullopt;
  Choices& choices = world_.sim.choices;
  const std::uint32_t kind = choices.below(100);
  if (kind < 70) return Duration{choices.below(40)};
  if (kind < 88) return Duration{choices.below(4'000)};
  if (kind < 97) return Duration{choices.below(120'000)};
  if (!world_.plan_.isPatient) return Duration{choices.below(3'600'000)};
  return Duration{choices.below(9 * 24) * 3'600'000LL};
}

void Person::act() {
  Choices& choices = world_.sim.choices;
  const std::uint32_t kind = choices.below(100);
  Tab* tab = anyTab();
  if (tab == nullptr) {
    world_.openTab();
  } else if (kind < 55) {
    write(*tab);
  } else if (kind < 62) {
    if (!decideOnParked(*tab)) write(*tab);
  } else if (kind < 66) {
    tab->flush();
  } else if (kind < 80) {
    useTabs(*tab);
  } else {
    strike();
  }
}

void Person::write(Tab& tab) {
  Choices& choices = world_.sim.choices;
  auto& conversations = world_.sim.judge.conversations;
  const std::uint32_t count = choices.chance(100) ? choices.between(4, 12) : 1 + choices.below(2);
  for (std::uint32_t i = 0; i < count; ++i) {
    const ConversationNo number = choices.below(static_cast<std::uint32_t>(conversations.size()));
    ConversationFacts& conversation = conversations[number];
    const bool isNew = conversation.kind == ConversationFacts::Kind::BegunHere ||
                       conversation.kind == ConversationFacts::Kind::Refused;
    if (isNew && !conversation.begun) {
      conversation.begun = true;
      conversation.begunBy = tab.id();
      tab.begin(number);
    } else if (isNew && !conversation.durable && conversation.begunBy != tab.id()) {
      // Nobody else has heard of it.
      continue;
    }
    tab.queue(newMessage(tab, number));
  }
  // Others may have their turn between the last message and the end of the turn.
  if (choices.chance(200)) {
    world_.sim.agenda.in(world_.sim.upTo(20), EventDue{tab.id(), TurnEnded{}});
  } else {
    tab.endTurn();
  }
}

MessageNo Person::newMessage(Tab& tab, ConversationNo conversation) {
  Sim& sim = world_.sim;
  constexpr int kRefusals[] = {400, 413, 422, 404, 405, 410, 415, 501, 505};
  MessageFacts message;
  message.conversation = conversation;
  message.tab = tab.id();
  message.size = sim.choices.below(kMostSmallBytes);
  if (sim.choices.chance(30)) message.size = sim.choices.below(3'000);
  // What does not fit one record, and groups that are too large to be kept until they are written.
  if (sim.choices.chance(3) && !world_.plan_.isNarrow) message.size = sim.choices.between(20'000, 70'000);
  if (sim.choices.chance(sim.weather.of(Fault::MessageRejected) / 4)) message.temper = Temper::Rejected;
  if (sim.choices.chance(sim.weather.of(Fault::BatchRefused) / 4)) {
    message.temper = Temper::Refused;
    message.refusal = pick(sim.choices, kRefusals);
  }
  return sim.addMessage(message);
}

bool Person::decideOnParked(Tab& tab) {
  Sim& sim = world_.sim;
  const auto& parked = world_.disk.parked();
  if (parked.empty()) return false;
  const auto at = std::next(parked.begin(), sim.choices.below(static_cast<std::uint32_t>(parked.size())));
  const ParkedRecord record = at->second;
  MessageFacts& message = sim.judge.messages[sim.judge.knownMessage(record.messageId)];
  if (sim.choices.chance(300)) {
    sim.say(nameOf('t', tab.id()) + " discards " + record.messageId);
    tab.discardParked(record.messageId);
  } else {
    sim.say(nameOf('t', tab.id()) + " retries " + record.messageId);
    // The backend may have learned to take it.
    if (!sim.choices.chance(400)) message.temper = Temper::Good;
    message.queuedAt = sim.agenda.now();
    tab.retryParked(record);
  }
  return true;
}

void Person::useTabs(Tab& tab) {
  Sim& sim = world_.sim;
  switch (sim.choices.below(9)) {
    case 0:
    case 1: world_.openTab(); return;
    case 2:
      sim.say(nameOf('t', tab.id()) + " is closed");
      sim.note(Fault::TabClosed);
      tab.leave();
      tab.die();
      return;
    case 3: tab.hide(); return;
    case 4:
      sim.say(nameOf('t', tab.id()) + " rests in the back/forward cache");
      tab.leave();
      tab.freeze();
      return;
    case 5:
      if (Tab* frozen = anyFrozenTab()) {
        sim.say(nameOf('t', frozen->id()) + " comes back");
        frozen->thaw();
        frozen->join();
      }
      return;
    case 6: tab.hand(PauseRequested{}); return;
    case 7: tab.resume(); return;
    default: tab.hand(TimePassed{}); return;
  }
}

void Person::strike() {
  switch (world_.sim.choices.below(3)) {
    case 0: return strikeNetwork();
    case 1: return strikeDisk();
    default: return strikeBrowser();
  }
}

void Person::strikeNetwork() {
  Sim& sim = world_.sim;
  switch (sim.choices.below(4)) {
    case 0:
      if (!sim.weather.has(Fault::Outage)) return;
      world_.network.isOut = !world_.network.isOut;
      if (world_.network.isOut) sim.note(Fault::Outage);
      return;
    case 1: {
      Tab* tab = anyTab();
      if (tab == nullptr || !sim.weather.has(Fault::Offline)) return;
      if (tab->isOnline()) sim.note(Fault::Offline);
      tab->setOnline(!tab->isOnline());
      return;
    }
    case 2:
      if (sim.weather.has(Fault::ServerCrashedBefore)) world_.network.serverIsUp = !world_.network.serverIsUp;
      return;
    default:
      if (sim.weather.of(Fault::ServerForgot) > 100) world_.backend.forgetWriters();
      return;
  }
}

void Person::strikeDisk() {
  Sim& sim = world_.sim;
  switch (sim.choices.below(4)) {
    case 0:
      if (!sim.weather.has(Fault::DiskFull)) return;
      world_.disk.isFull = !world_.disk.isFull;
      if (world_.disk.isFull) sim.note(Fault::DiskFull);
      return;
    case 1:
      if (!sim.weather.has(Fault::DiskUnreadable)) return;
      world_.disk.isUnreadable = !world_.disk.isUnreadable;
      if (world_.disk.isUnreadable) sim.note(Fault::DiskUnreadable);
      return;
    case 2:
      if (sim.weather.has(Fault::RecordDamaged)) world_.disk.damageRecord();
      return;
    default:
      if (sim.weather.has(Fault::PowerLost)) powerCut();
      return;
  }
}

void Person::powerCut() {
  Sim& sim = world_.sim;
  sim.note(Fault::PowerLost);
  for (auto& tab : world_.tabs_) {
    if (tab->isAlive()) tab->die();
  }
  world_.disk.losePower();
}

void Person::strikeBrowser() {
  Sim& sim = world_.sim;
  Tab* tab = anyTab();
  if (tab == nullptr) return;
  switch (sim.choices.below(3)) {
    case 0:
      if (!sim.weather.has(Fault::TabKilled)) return;
      sim.note(Fault::TabKilled);
      world_.kill(tab->id());
      return;
    case 1:
      if (!sim.weather.has(Fault::TabFrozen)) return;
      sim.note(Fault::TabFrozen);
      sim.say(nameOf('t', tab->id()) + " freezes");
      tab->freeze();
      return;
    default:
      if (sim.weather.has(Fault::LeadStolen)) tab->lead().claim();
      return;
  }
}

Tab* Person::anyTab() {
  std::vector<Tab*> present;
  for (auto& tab : world_.tabs_) {
    if (tab->isPresent()) present.push_back(tab.get());
  }
  if (present.empty()) return nullptr;
  return present[world_.sim.choices.below(static_cast<std::uint32_t>(present.size()))];
}

Tab* Person::anyFrozenTab() {
  for (auto& tab : world_.tabs_) {
    if (tab->isAlive() && tab->isFrozen()) return tab.get();
  }
  return nullptr;
}

}  // namespace holdfast::sim
