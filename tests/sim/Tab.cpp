#include "Tab.h"

#include <algorithm>
#include <utility>

#include "Telling.h"
#include "World.h"

namespace holdfast::sim {

Tab::Tab(World& world, TabId id, const Config& config)
    : world_(world),
      id_(id),
      config_(config),
      core_(std::make_unique<Core>(config)),
      storage_(world, *this),
      lead_(world, *this),
      bounds_(id, config) {
  if (world.sim.journal != nullptr) world.sim.journal->opened(id, config);
}

void Tab::join() {
  if (std::exchange(isJoined_, true)) return;
  lead_.join();
}

void Tab::leave() {
  if (!isJoined_) return;
  hide();
  isJoined_ = false;
  lead_.leave();
}

void Tab::hide() {
  endTurn();
  hand(PageHidden{});
}

void Tab::die() {
  for (MessageFacts& message : world_.sim.judge.messages) {
    if (message.tab == id_) message.lost = true;
  }
  storage_.lose();
  world_.network.tabDied(id_);
  if (lead_.request()) world_.lock.release(*lead_.request());
  core_ = nullptr;
  if (world_.sim.journal != nullptr) world_.sim.journal->died(id_);
  kept_.clear();
  isJoined_ = false;
}

void Tab::thaw() {
  isFrozen_ = false;
  for (Happening& happening : std::exchange(kept_, {}))
    world_.sim.agenda.in(Duration{0}, std::move(happening));
}

void Tab::saw(const Happening& happening) {
  if (world_.sim.agenda.order == nullptr) return;
  // A timer that was set anew is not heard.
  const auto* fires = std::get_if<TimerFires>(&happening);
  if (fires == nullptr || fires->timer == timer_) saw(fingerprintOf(happening, world_.network));
}

void Tab::saw(std::uint64_t answer) {
  if (world_.sim.agenda.order == nullptr) return;
  seen_.add(static_cast<std::uint64_t>(toMs(world_.sim.agenda.now())));
  seen_.add(world_.isCalm()).add(world_.isOver()).add(answer);
}

bool Tab::keepsForLater(Happening& happening) {
  if (!isFrozen_) return false;
  kept_.push_back(std::move(happening));
  return true;
}

void Tab::queue(MessageNo number) {
  const MessageFacts& message = world_.sim.judge.messages[number];
  underWay_[number] = {};
  handQueued(number);
  if (world_.sim.trace.isRead())
    world_.sim.say(nameOf('t', id_) + " queues " + messageName(number) + " in " +
                   conversationName(message.conversation));
  watch();
}

void Tab::handQueued(MessageNo number) {
  const MessageFacts& message = world_.sim.judge.messages[number];
  hand(MessageQueued{conversationName(message.conversation), messageName(number),
                     payloadOf(number, message.size)});
}

void Tab::begin(ConversationNo conversation) {
  begun_.insert(conversation);
  hand(ConversationQueued{conversationName(conversation), R"({"title":"A talk"})"});
}

void Tab::endTurn() { hand(TurnEnded{}); }

void Tab::flush() {
  endTurn();
  hand(FlushRequested{});
}

void Tab::retryParked(const ParkedRecord& record) {
  const MessageNo number = world_.sim.judge.knownMessage(record.messageId);
  world_.sim.judge.messages[number].queuedAgain = true;
  // A copy of it that memory holds may be in a request all the same.
  const auto known = underWay_.find(number);
  const bool hasHeldCopy = known != underWay_.end() && known->second.mayBeUnsaved();
  underWay_[number] = {};
  underWay_[number].hasHeldCopy = hasHeldCopy;
  hand(ParkedRetried{record.conversationId, record.messageId, record.payload});
  endTurn();
  world_.tell(id_, ParkedRetriedElsewhere{record.messageId});
}

void Tab::discardParked(const std::string& messageId) {
  world_.sim.judge.messages[world_.sim.judge.knownMessage(messageId)].discarded = true;
  storage_.discard(messageId);
}

void Tab::setOnline(bool online) {
  isOnline_ = online;
  hand(ConnectivityChanged{online});
}

void Tab::resume() { hand(ResumeRequested{}); }

void Tab::hand(Event event) {
  if (!core_) return;
  Sim& sim = world_.sim;
  ++sim.tally.events;
  sim.trace.mix(event.index() | std::uint64_t{id_} << 8 |
                static_cast<std::uint64_t>(toMs(sim.agenda.now())) << 24);
  if (sim.trace.isRead()) sim.say(nameOf('t', id_) + " < " + std::string{eventName(event)});
  Time now = sim.agenda.now();
  if (sim.strikes(Fault::ClockBackwards)) now -= sim.upTo(600'000);
  bounds_.handed(event, now);
  const std::size_t kind = event.index();
  if (sim.journal != nullptr) sim.journal->handing(id_, now, event);
  if (const auto error = core_->handle(std::move(event), now))
    Judge::fail("I4", "an event of kind " + std::to_string(kind) + " is refused: " + error->detail);
  // All are taken before the first is performed, as across the boundary of WebAssembly.
  std::vector<Effect> effects;
  while (std::optional<Effect> effect = core_->nextEffect()) effects.push_back(std::move(*effect));
  if (sim.journal != nullptr) {
    for (const Effect& effect : effects) sim.journal->came(effect);
    sim.journal->handed(core_->nextDeadline());
  }
  schedule();
  for (Effect& effect : effects) {
    sim.trace.mix(effect.index());
    perform(effect);
  }
  if (sim.strikes(Fault::TimerSpurious)) sim.agenda.in(Duration{0}, EventDue{id_, TimePassed{}});
}

void Tab::perform(Effect& effect) {
  if (auto* append = std::get_if<AppendSegments>(&effect)) {
    bounds_.appends(*append);
    storage_.append(std::move(*append));
  } else if (const auto* find = std::get_if<FindLanes>(&effect)) {
    storage_.find(*find);
  } else if (const auto* read = std::get_if<ReadLane>(&effect)) {
    storage_.read(*read);
  } else if (auto* settle = std::get_if<SettleSegments>(&effect)) {
    for (const ParkedRecord& record : settle->park)
      world_.sim.judge.parking(record, world_.sim.agenda.now(), config_);
    storage_.settle(lead_.fence(), std::move(*settle));
  } else if (const auto* damaged = std::get_if<QuarantineSegment>(&effect)) {
    world_.sim.say(nameOf('t', id_) + " puts " + std::to_string(damaged->key) +
                   " into quarantine: " + damaged->reason);
    storage_.quarantine(lead_.fence(), damaged->key);
  } else if (auto* send = std::get_if<SendBatch>(&effect)) {
    performSend(*send);
  } else if (const auto* abort = std::get_if<AbortRequest>(&effect)) {
    bounds_.aborts(abort->request);
    world_.network.abort(id_, abort->request);
  } else if (auto* report = std::get_if<ReportMessages>(&effect)) {
    performReport(*report);
  } else if (const auto* creation = std::get_if<ReportConversation>(&effect)) {
    if (creation->state == SyncState::Synced || creation->state == SyncState::Parked)
      begun_.erase(*numberIn('c', creation->conversationId));
  } else if (const auto* reported = std::get_if<ReportStatus>(&effect)) {
    status_ = reported->status;
    bounds_.reports(status_);
    // In the calm the person sees that it waits for them, as after an answer that came late.
    if (world_.isCalm() && status_.paused != PauseReason::None)
      world_.sim.agenda.in(Duration{1'000}, EventDue{id_, ResumeRequested{}});
    const bool isDone = status_.queued + status_.saved + status_.sending == 0;
    if (status_.leader && isDone && storage_.isInMemory() && !storage_.holdsAny()) lead_.giveBack();
  } else if (const auto* counted = std::get_if<ReportMetrics>(&effect)) {
    bounds_.counts(counted->metrics);
  }
}

void Tab::performSend(SendBatch& send) {
  Sim& sim = world_.sim;
  if (!lead_.leads()) Judge::fail("I2", nameOf('t', id_) + " sends, and does not lead");
  if (sim.trace.isRead())
    sim.say(nameOf('t', id_) + " sends " + std::to_string(send.request) + ": " + summaryOf(send));
  bounds_.sends(send);
  world_.network.send(id_, std::move(send), isOnline_);
}

void Tab::performReport(ReportMessages& report) {
  Sim& sim = world_.sim;
  sim.judge.reported(report);
  for (const std::string& id : report.messageIds) {
    const MessageNo number = sim.judge.knownMessage(id);
    if (report.state == SyncState::Parked) sim.judge.messages[number].refused = true;
    const auto found = underWay_.find(number);
    if (found == underWay_.end()) continue;
    found->second.state = report.state;
    if (report.state == SyncState::Saved && !found->second.mayBeUnsaved()) sim.judge.saved(number);
    if (report.state == SyncState::Queued && !report.code.empty()) found->second.isHeld = true;
    if (report.state == SyncState::Synced || report.state == SyncState::Parked) underWay_.erase(found);
  }
  if (!sim.trace.isRead()) return;
  constexpr const char* kStates[] = {"queued", "saved", "sending", "synced", "parked"};
  std::string text = nameOf('t', id_) + " says " + kStates[static_cast<std::size_t>(report.state)] + ":";
  for (const std::string& id : report.messageIds) text += " " + id;
  sim.say(text + (report.reason.empty() ? "" : " (" + report.reason + ")"));
}

void Tab::schedule() {
  const std::optional<Time> deadline = core_->nextDeadline();
  if (deadline == wakesAt_) return;
  wakesAt_ = deadline;
  ++timer_;
  if (!deadline) return;
  bounds_.sleepsUntil(*deadline);
  Sim& sim = world_.sim;
  const Time due = std::max(*deadline, sim.agenda.now());
  sim.agenda.at(sim.strikes(Fault::TimerLate) ? due + sim.upTo(60'000) : due, TimerFires{id_, timer_});
}

void Tab::timerFired(std::uint32_t timer) {
  if (timer != timer_) return;
  wakesAt_ = std::nullopt;
  hand(TimePassed{});
}

void Tab::heard(std::unique_ptr<Transaction> transaction) {
  if (isAlive()) storage_.heard(std::move(transaction));
}

void Tab::requestEnded(RequestId request, RequestEnds& end) {
  if (end.status == 0) {
    hand(RequestFailed{request, "the connection was lost"});
  } else {
    hand(ResponseArrived{request, end.status, std::move(end.retryAfter), std::move(end.body)});
  }
}

void Tab::rescue() {
  world_.logWasLost();
  const auto again = [this] {
    for (const ConversationNo conversation : std::set<ConversationNo>{begun_}) begin(conversation);
    for (const auto& [number, standing] : std::map<MessageNo, Standing>{underWay_}) {
      if (standing.state == SyncState::Queued || standing.isHeld) continue;
      underWay_[number] = {};
      handQueued(number);
    }
    endTurn();
  };
  storage_.rescue([this] { endTurn(); }, again);
}

bool Tab::waitsForNews() const {
  if (storage_.holdsAny()) return true;
  return std::any_of(underWay_.begin(), underWay_.end(), [this](const auto& entry) {
    const MessageFacts& message = world_.sim.judge.messages[entry.first];
    return message.position == 0 && !message.parked && !message.discarded;
  });
}

void Tab::watch() {
  // What waits for long is looked after anew when the faults stop.
  if (std::exchange(isWatching_, true) && !world_.isCalm()) return;
  watchEvery_ = Duration{10'000};
  silences_ = 0;
  world_.sim.agenda.in(watchEvery_, NewsDue{id_});
}

void Tab::looksForNews() {
  isWatching_ = false;
  const bool waits = waitsForNews();
  saw(waits);
  // In the end only what nobody else can see is waited for.
  if (!isPresent() || !waits || (world_.isOver() && !storage_.holdsAny())) return;
  Sim& sim = world_.sim;
  isWatching_ = true;
  // A page looks every five seconds; hours of that would tell nothing new.
  watchEvery_ = std::min(watchEvery_ * 2, world_.isCalm() ? Duration{10'000} : Duration{600'000});
  sim.agenda.in(watchEvery_, NewsDue{id_});
  const bool isAnswered = leads() || (!storage_.holdsAny() && world_.askLeader(id_));
  saw(isAnswered);
  if (!leads() && storage_.holdsAny()) {
    lead_.claim();
  } else if (isAnswered) {
    silences_ = 0;
  } else if (++silences_ >= 2) {
    silences_ = 0;
    lead_.claim();
  }
}

}  // namespace holdfast::sim
