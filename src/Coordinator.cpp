#include "Coordinator.h"
#include "common/Probe.h"

#include <algorithm>
#include <utility>

namespace holdfast {

Core::Coordinator::Coordinator(Config config)
    : config_(std::move(config)),
      sequencer_(config_.writer),
      persistence_(config_.batch, config_.log),
      outbox_(config_.batch, config_.log),
      delivery_(config_),
      classification_(config_.classification) {}

std::optional<Error> Core::Coordinator::handle(Event& event, Time now) {
  now_ = std::max(now_, now);
  std::optional<Error> error = std::visit([this](auto& fact) { return on(fact); }, event);
  // Queueing is the hot path, and a message that is not in the log yet changes nothing for the network.
  if (!std::holds_alternative<MessageQueued>(event)) plan();
  return error;
}

std::optional<Effect> Core::Coordinator::nextEffect() {
  if (effects_.empty()) reportChanges();
  if (effects_.empty()) return std::nullopt;
  std::optional<Effect> effect{std::move(effects_.front())};
  effects_.pop_front();
  return effect;
}

std::optional<Error> Core::Coordinator::on(MessageQueued& event) {
  if (std::optional<Error> error = persistence_.check(event)) return error;
  if (parked_.forget(event.messageId)) persistence_.unparkWithGroup(event.messageId);
  const Sequencer::Number number = sequencer_.next(event.conversationId);
  persistence_.queue(
      number.writer, event.conversationId,
      {EntryKind::Message, number.seq, now_, std::move(event.messageId), std::move(event.payload)});
  ++metrics_.queuedMessages;
  if (persistence_.groupIsFull()) {
    HOLDFAST_PROBE(GroupFull);
    closeGroup();
  }
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ConversationQueued& event) {
  if (std::optional<Error> error = persistence_.check(event)) return error;
  persistence_.queue(config_.writer, event.conversationId,
                     {EntryKind::Creation, 0, now_, event.conversationId, std::move(event.payload)});
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedRetried& event) {
  // This tab need not have heard that the message is parked.
  parked_.park(event.messageId, 0);
  MessageQueued queued{std::move(event.conversationId), std::move(event.messageId), std::move(event.payload)};
  return on(queued);
}

std::optional<Error> Core::Coordinator::on(ParkedFound& event) {
  parked_.load(event);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedDiscarded& event) {
  parked_.discard(event.messageId);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedRetriedElsewhere& event) {
  HOLDFAST_PROBE(RetriedElsewhere);
  parked_.forget(event.messageId);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ConnectivityChanged& event) {
  delivery_.setOnline(event.online, now_);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(FlushRequested&) {
  delivery_.expedite(now_);
  frontier_.searchAgain();
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(PauseRequested&) {
  delivery_.pause(PauseReason::User);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ResumeRequested&) {
  delivery_.resume(now_);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(TimePassed&) {
  giveUpOverdue();
  return std::nullopt;
}

void Core::Coordinator::plan() {
  if (!leader_) return;
  search();
  while (const std::optional<LaneId> id = delivery_.next(now_)) {
    const Lane& lane = *outbox_.find(*id);
    if (!lane.entries.empty()) {
      if (!lane.waitsForMore(config_.batch)) {
        send(*id);
        continue;
      }
      HOLDFAST_PROBE(BatchWaitsForMore);
    }
    delivery_.load(*id);
    if (!lane.reading) startRead(*id);
  }
  tidyParked();
}

void Core::Coordinator::report(SyncState state, const std::string& conversationId,
                               std::vector<std::string> messageIds) {
  if (!messageIds.empty())
    effects_.push_back(ReportMessages{state, conversationId, std::move(messageIds), {}, {}, {}});
}

void Core::Coordinator::reportChanges() {
  if (QueueStatus current = status(); current != reportedStatus_) {
    reportedStatus_ = std::move(current);
    effects_.push_back(ReportStatus{reportedStatus_});
  }
  if (metrics_ != reportedMetrics_) {
    reportedMetrics_ = metrics_;
    effects_.push_back(ReportMetrics{metrics_});
  }
}

QueueStatus Core::Coordinator::status() const {
  QueueStatus status;
  status.queued = persistence_.queued();
  status.sending = outbox_.inFlight();
  status.saved = outbox_.messages() - status.sending;
  status.parked = static_cast<std::uint32_t>(parked_.parked());
  status.breaker = delivery_.breakerState(now_);
  status.online = delivery_.online();
  status.leader = leader_;
  status.paused = delivery_.paused();
  status.unread = leader_ && (frontier_.uncertain() || outbox_.hasMore());
  status.nextAttemptAt = delivery_.nextAttemptAt();
  status.lastError = lastError_;
  status.breakerSince = delivery_.breakerSince(now_);
  status.breakerProbeAt = delivery_.breakerProbeAt(now_);
  return status;
}

}  // namespace holdfast
