// The one place that knows all the services: it hands each event to those it concerns and collects the
// effects.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "Delivery.h"
#include "holdfast/Append.h"
#include "holdfast/Core.h"
#include "outbox/LogCursor.h"
#include "outbox/Outbox.h"
#include "persistence/PersistenceService.h"
#include "sequencing/Sequencer.h"

namespace holdfast {

class Core::Coordinator {
 public:
  explicit Coordinator(Config config);

  [[nodiscard]] std::optional<Error> handle(Event& event, Time now);
  [[nodiscard]] std::optional<Effect> nextEffect();
  [[nodiscard]] std::optional<Time> nextDeadline() const { return delivery_.nextDeadline(); }

 private:
  // What each event means. An error is returned for an event that broke its contract.
  std::optional<Error> on(MessageQueued& event);
  std::optional<Error> on(TurnEnded& event);
  std::optional<Error> on(SegmentsAppended& event);
  std::optional<Error> on(SegmentsRead& event);
  std::optional<Error> on(ParkedFound& event);
  std::optional<Error> on(ParkedRetried& event);
  std::optional<Error> on(ParkedDiscarded& event);
  std::optional<Error> on(ResponseArrived& event);
  std::optional<Error> on(RequestFailed& event);
  std::optional<Error> on(ConnectivityChanged& event);
  std::optional<Error> on(LeadershipChanged& event);
  std::optional<Error> on(LogChanged& event);
  std::optional<Error> on(FlushRequested& event);
  std::optional<Error> on(PauseRequested& event);
  std::optional<Error> on(ResumeRequested& event);
  std::optional<Error> on(TimePassed& event);

  // The log.
  void adopt(SegmentKey key, Segment segment);
  void adoptOwn(const SegmentsAppended& event, const std::vector<PendingMessage>& messages);
  [[nodiscard]] bool windowIsFull() const { return outbox_.windowBytes() >= config_.log.windowBytes; }

  // The network.
  void plan();
  void send(LaneId laneId);
  void giveUpOverdue();
  void answerRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void attemptFailed(const Delivery::Flight& flight, std::string reason);
  void batchAccepted(const Delivery::Flight& flight, Lane& lane, const AppendAnswer& answer);
  void batchRefused(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void batchMisplaced(const Delivery::Flight& flight, Lane& lane, const Problem& problem);
  void takeBack(Lane& lane, std::string reason);
  void park(Lane& lane, std::size_t first, std::size_t count, const Problem& problem);
  void parkAged(Lane& lane);
  void settle(const Delivery::Flight& flight);

  // Reports.
  void report(SyncState state, const std::string& conversationId, std::vector<std::string> messageIds);
  void reportGroup(SyncState state, const std::vector<PendingMessage>& messages, const std::string& code);
  void reportChanges();
  [[nodiscard]] QueueStatus status() const;

  Config config_;
  Time now_{};
  Sequencer sequencer_;
  PersistenceService persistence_;
  Outbox outbox_;
  LogCursor cursor_;
  Delivery delivery_;
  std::unordered_set<std::string> parked_;
  bool leader_ = false;
  bool durable_ = true;
  std::string lastError_;
  Metrics metrics_;

  std::deque<Effect> effects_;
  QueueStatus reportedStatus_;
  Metrics reportedMetrics_;
};

}  // namespace holdfast
