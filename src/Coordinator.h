// The one place that knows all the services: it hands each event to those it concerns and collects the
// effects.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "Delivery.h"
#include "holdfast/Append.h"
#include "holdfast/Core.h"
#include "outbox/LogFrontier.h"
#include "outbox/Outbox.h"
#include "outbox/ParkedLedger.h"
#include "persistence/PersistenceService.h"
#include "retry/Classification.h"
#include "sequencing/Sequencer.h"

namespace holdfast {

class Core::Coordinator {
 public:
  explicit Coordinator(Config config);

  [[nodiscard]] std::optional<Error> handle(Event& event, Time now);
  [[nodiscard]] std::optional<Effect> nextEffect();
  [[nodiscard]] bool hasEffects() const { return !effects_.empty(); }
  [[nodiscard]] std::optional<Time> nextDeadline() const { return delivery_.nextDeadline(); }

 private:
  // What each event means. An error is returned for an event that broke its contract.
  std::optional<Error> on(MessageQueued& event);
  std::optional<Error> on(ConversationQueued& event);
  std::optional<Error> on(TurnEnded& event);
  std::optional<Error> on(SegmentsAppended& event);
  std::optional<Error> on(LanesFound& event);
  std::optional<Error> on(LaneRead& event);
  std::optional<Error> on(ParkedFound& event);
  std::optional<Error> on(ParkedRetried& event);
  std::optional<Error> on(ParkedDiscarded& event);
  std::optional<Error> on(ParkedRetriedElsewhere& event);
  std::optional<Error> on(ResponseArrived& event);
  std::optional<Error> on(RequestFailed& event);
  std::optional<Error> on(ConnectivityChanged& event);
  std::optional<Error> on(LeadershipChanged& event);
  std::optional<Error> on(LogChanged& event);
  std::optional<Error> on(FlushRequested& event);
  std::optional<Error> on(PageHidden& event);
  std::optional<Error> on(PauseRequested& event);
  std::optional<Error> on(ResumeRequested& event);
  std::optional<Error> on(TimePassed& event);

  // The log.
  void closeGroup();
  void takeIn(const PersistenceService::Record& record, SegmentKey key, LogFrontier::Step step);
  void quarantine(const Lane& lane, const std::vector<Outbox::Damage>& damaged);
  void startRead(LaneId id) { effects_.push_back(outbox_.beginRead(id)); }
  /// What follows a batch is read while that is under way, so that a backlog does not wait for the log.
  void readAhead(LaneId id);
  void search();
  /// Forgets the lane if nothing of it is left. True where it did.
  bool closeIfSpent(LaneId id);
  void tidyParked();

  // The network.
  void plan();
  void send(LaneId id);
  [[nodiscard]] SendBatch compose(const Lane& lane, std::size_t count) const;
  void giveUpOverdue();
  void answerRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void attemptFailed(const Delivery::Flight& flight, std::string reason);
  void batchAnswered(const Delivery::Flight& flight, Lane& lane, const std::string& body);
  void batchAccepted(const Delivery::Flight& flight, Lane& lane, const AppendAnswer& answer);
  void batchRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void batchMisplaced(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void takeBack(Lane& lane, std::string reason);
  /// Messages that are parked with what is settled beside them: in one transaction, since a record that is
  /// gone before its message is kept elsewhere would be lost with the tab.
  struct Parking {
    SettleSegments settled{};
    std::vector<ReportMessages> reports{};
  };
  void park(Lane& lane, std::size_t first, std::size_t count, const Problem& problem, Parking& parking);
  void parkAged(Lane& lane);
  void settle(const Delivery::Flight& flight, Parking parking);
  void keep(Parking parking);

  // Reports.
  void report(SyncState state, const std::string& conversationId, std::vector<std::string> messageIds);
  void reportGroup(const PersistenceService::Group& group, bool durable);
  void reportChanges();
  [[nodiscard]] QueueStatus status() const;

  Config config_;
  Time now_{};
  Sequencer sequencer_;
  PersistenceService persistence_;
  Outbox outbox_;
  LogFrontier frontier_;
  Delivery delivery_;
  Classification classification_;
  ParkedLedger parked_;
  bool leader_ = false;
  std::string lastError_;
  Metrics metrics_;

  std::deque<Effect> effects_;
  QueueStatus reportedStatus_;
  Metrics reportedMetrics_;
};

}  // namespace holdfast
