#include "World.h"

#include <algorithm>
#include <utility>

#include "Fingerprint.h"

namespace holdfast::sim {

namespace {

/// Far more than any world needs; and for each minute, since a long outage is probed every minute.
constexpr std::uint64_t kMostHappenings = 300'000;
constexpr std::uint64_t kMostHappeningsAMinute = 60;

}  // namespace

World::World(Choices& choices, Trace& trace, Journal* journal)
    : sim{choices, trace, journal},
      disk(sim),
      lock(sim),
      backend(sim),
      network(sim, backend),
      plan_(choices) {
  sim.weather = Weather{choices};
  sim.judge.conversations.resize(plan_.conversations);
  for (ConversationFacts& conversation : sim.judge.conversations) {
    if (choices.chance(250)) conversation.kind = ConversationFacts::Kind::BegunHere;
    if (choices.chance(sim.weather.of(Fault::ConversationGone) / 2))
      conversation.kind = ConversationFacts::Kind::Gone;
    if (choices.chance(sim.weather.of(Fault::CreationRefused) / 2))
      conversation.kind = ConversationFacts::Kind::Refused;
  }
}

World::World(Choices& choices, Trace& trace, const Plan& plan, std::uint32_t begunHere, Points& points)
    : sim{choices, trace, nullptr, &points},
      disk(sim),
      lock(sim),
      backend(sim),
      network(sim, backend),
      plan_(plan) {
  sim.judge.conversations.resize(plan_.conversations);
  for (std::uint32_t i = 0; i < begunHere; ++i)
    sim.judge.conversations[i].kind = ConversationFacts::Kind::BegunHere;
}

void World::run(Actor& actor) {
  openTab();
  while (const std::optional<Duration> pause = actor.pause()) {
    sim.agenda.in(*pause, NextAct{});
    for (;;) {
      Happening next = sim.agenda.next();
      if (std::holds_alternative<NextAct>(next)) break;
      happen(std::move(next));
    }
    actor.act();
  }
  calmDown();
  drain();
  if (leavesLeftovers) clearLeftovers();
  sim.judge.atTheEnd();
  sim.tally.virtualMs += static_cast<std::uint64_t>((sim.agenda.now() - begun_).count());
}

void World::happen(Happening&& happening) {
  if (++happenings_ > mostHappenings()) Judge::fail("I6", "the world never comes to rest: " + describeRest());
  // Whose it is, where it is a tab's.
  const auto tabOf = [this](TabId id, Happening& what) -> Tab* {
    Tab& tab = *tabs_[id];
    if (!tab.isAlive() || tab.keepsForLater(what)) return nullptr;
    tab.saw(what);
    return &tab;
  };
  if (auto* timer = std::get_if<TimerFires>(&happening)) {
    if (Tab* tab = tabOf(timer->tab, happening)) tab->timerFired(timer->timer);
  } else if (std::holds_alternative<TransactionEnds>(happening)) {
    transactionEnds();
  } else if (auto* heard = std::get_if<TransactionHeard>(&happening)) {
    if (Tab* tab = tabOf(heard->transaction->owner, happening)) tab->heard(std::move(heard->transaction));
  } else if (auto* due = std::get_if<EventDue>(&happening)) {
    if (Tab* tab = tabOf(due->tab, happening)) tab->hand(std::move(due->event));
  } else if (auto* granted = std::get_if<LockGranted>(&happening)) {
    if (Tab* tab = tabOf(granted->tab, happening)) tab->lead().granted(granted->request);
  } else if (auto* stolen = std::get_if<LockStolen>(&happening)) {
    if (Tab* tab = tabOf(stolen->tab, happening)) tab->lead().stolen(stolen->request);
  } else if (auto* news = std::get_if<NewsDue>(&happening)) {
    if (Tab* tab = tabOf(news->tab, happening)) tab->looksForNews();
  } else if (auto* look = std::get_if<LookDue>(&happening)) {
    if (Tab* tab = tabOf(look->tab, happening)) tab->storage().looksAgain();
  } else if (auto* arrives = std::get_if<RequestReachesServer>(&happening)) {
    network.reachesServer(arrives->request);
  } else if (auto* ends = std::get_if<RequestEnds>(&happening)) {
    const std::uint32_t number = ends->request;
    Tab* tab = tabOf(network.ownerOf(number), happening);
    if (tab == nullptr) return;
    if (const Network::Request* request = network.ended(number))
      tab->requestEnded(request->send.request, *ends);
  }
}

std::uint64_t World::mostHappenings() const {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(sim.agenda.now() - begun_).count();
  return kMostHappenings + kMostHappeningsAMinute * static_cast<std::uint64_t>(minutes);
}

void World::transactionEnds() {
  if (const std::optional<TabId> owner = disk.nextOwner(); owner && sim.kills()) {
    kill(*owner);
    disk.abandonFirst();
  }
  auto transaction = disk.performFirst();
  if (!transaction) return;
  if (sim.kills()) return kill(transaction->owner);
  sim.agenda.in(sim.upTo(2), TransactionHeard{std::move(transaction)});
}

void World::kill(TabId id) {
  sim.say(nameOf('t', id) + " is killed");
  disk.ownerDied(id);
  tabs_[id]->die();
}

Tab* World::tab(TabId id) { return id < tabs_.size() && tabs_[id]->isPresent() ? tabs_[id].get() : nullptr; }

Tab& World::openTab() {
  const auto alive = static_cast<std::uint32_t>(
      std::count_if(tabs_.begin(), tabs_.end(), [](const auto& tab) { return tab->isPresent(); }));
  if (alive >= plan_.mostTabs && alive > 0) {
    for (auto& tab : tabs_) {
      if (tab->isPresent()) return *tab;
    }
  }
  const auto id = static_cast<TabId>(tabs_.size());
  Config config = plan_.config;
  config.writer = nameOf('w', id);
  config.seed = sim.choices.below(1'000'000);
  tabs_.push_back(std::make_unique<Tab>(*this, id, config));
  sim.say(nameOf('t', id) + " is opened");
  tabs_.back()->join();
  return *tabs_.back();
}

void World::tell(TabId from, const Event& hint) {
  for (auto& tab : tabs_) {
    if (tab->id() == from || !tab->isAlive() || (!tab->isFrozen() && !tab->isPresent())) continue;
    if (sim.strikes(Fault::HintLost)) continue;
    const Duration delay = sim.strikes(Fault::HintLate) ? sim.upTo(5'000) : sim.upTo(5);
    sim.agenda.in(delay, EventDue{tab->id(), hint});
    if (sim.strikes(Fault::HintDoubled)) sim.agenda.in(delay + sim.upTo(1'000), EventDue{tab->id(), hint});
  }
}

bool World::askLeader(TabId from) {
  for (auto& tab : tabs_) {
    if (tab->id() == from || !tab->isPresent() || !tab->leads()) continue;
    if (sim.strikes(Fault::HintLost)) return false;
    sim.agenda.in(sim.upTo(5), EventDue{tab->id(), LogChanged{}});
    return true;
  }
  return false;
}

void World::discarded(TabId from, const std::string& messageId) {
  tabs_[from]->hand(ParkedDiscarded{messageId});
  tell(from, ParkedDiscarded{messageId});
}

void World::fellToMemory() {
  // What only one tab can see has no place in the order of the others.
  for (ConversationFacts& conversation : sim.judge.conversations) conversation.disorder = true;
}

void World::logWasLost() {
  // What was written anew has new numbers, and the old records may be read again.
  sim.judge.mayMisplace = true;
  fellToMemory();
}

void World::calmDown() {
  isCalm_ = true;
  sim.say("calm");
  sim.weather.clear();
  sim.points = nullptr;
  network.isOut = false;
  network.serverIsUp = true;
  disk.isFull = false;
  disk.isUnreadable = false;
  for (auto& tab : tabs_) {
    if (!tab->isAlive()) continue;
    tab->saw(std::uint64_t{isCalm_});
    if (tab->isFrozen()) tab->thaw();
    tab->join();
    if (!tab->isOnline()) tab->setOnline(true);
    // Who does not ask for a try has to be woken by what the core waits for.
    if (tab->status().paused != PauseReason::None || sim.choices.chance(500)) tab->resume();
    tab->watch();
    tab->storage().looksAgain();
  }
  if (std::none_of(tabs_.begin(), tabs_.end(), [](const auto& tab) { return tab->isAlive(); })) openTab();
}

void World::drain() {
  const Time begun = sim.agenda.now();
  while (sim.agenda.nextTime() && !isDrained()) {
    if (*sim.agenda.nextTime() > drainedBy(begun)) break;
    happen(sim.agenda.next());
  }
  if (!isDrained()) Judge::fail("I7", "the faults have stopped, and " + describeRest());
  // What still comes late must change nothing.
  isOver_ = true;
  while (sim.agenda.nextTime()) happen(sim.agenda.next());
  if (!isDrained()) Judge::fail("I7", "after it was drained, " + describeRest());
}

void World::clearLeftovers() {
  sim.say("the page is opened anew");
  leavesLeftovers = false;
  for (auto& tab : tabs_) {
    if (!tab->isAlive()) continue;
    tab->leave();
    tab->die();
  }
  isOver_ = false;
  openTab();
  drain();
}

std::uint64_t World::fingerprint() const {
  Fingerprint print;
  print.add(static_cast<std::uint64_t>(toMs(sim.agenda.now())))
      .add(isCalm_)
      .add(isOver_)
      .add(leavesLeftovers);
  print.add(disk.fingerprint()).add(lock.fingerprint()).add(backend.fingerprint());
  print.add(sim.judge.fingerprint());
  for (const auto& tab : tabs_) print.add(tab->seen());
  std::uint64_t pending = 0;
  sim.agenda.forEachPending([&](const Happening& happening, Time at, std::uint64_t place) {
    const auto due = static_cast<std::uint64_t>(toMs(at));
    pending += Fingerprint{}.add(fingerprintOf(happening, network)).add(due).add(place).value();
  });
  return print.add(pending).value();
}

bool World::isDrained() const {
  if (!leavesLeftovers && !disk.logIsEmpty()) return false;
  if (!disk.isIdle()) return false;
  return std::all_of(tabs_.begin(), tabs_.end(), [](const auto& tab) {
    return !tab->isAlive() ||
           (tab->isIdle() && tab->status().queued + tab->status().saved + tab->status().sending == 0);
  });
}

Time World::drainedBy(Time begun) const {
  const Config& config = plan_.config;
  // Who was frozen hears late that the backend has asked for patience.
  Time gate = begun;
  for (const auto& tab : tabs_) gate = std::max(gate, tab->notBefore());
  // The longest rest of each that may stand in the way one after the other; a request that is still silent; a
  // follower that asks; retries that are earned one by one; and what the requests take.
  const auto messages = static_cast<Duration::rep>(sim.judge.messages.size());
  return gate + config.retry.backoff.cap + 2 * config.breaker.maxOpen + config.timeout.attempt +
         std::chrono::seconds{100} + config.budget.refillEvery * static_cast<int>(plan_.conversations) +
         Duration{1'000} * messages;
}

std::string World::describeRest() const {
  std::string text = disk.logIsEmpty() ? "the log is empty" : "the log is not empty";
  for (const auto& tab : tabs_) {
    if (!tab->isAlive()) continue;
    const QueueStatus& status = tab->status();
    text += "; " + nameOf('t', tab->id()) + (tab->leads() ? " leads" : " follows") + " with " +
            std::to_string(status.queued) + " queued, " + std::to_string(status.saved) + " saved, " +
            std::to_string(status.sending) + " sending" + (tab->isIdle() ? "" : ", and its storage is busy") +
            (status.lastError.empty() ? "" : " (" + status.lastError + ")");
  }
  return text;
}

}  // namespace holdfast::sim
