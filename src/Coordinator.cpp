#include "Coordinator.h"

#include <algorithm>
#include <utility>

namespace holdfast {

Core::Coordinator::Coordinator(Config config)
    : config_(std::move(config)),
      sequencer_(config_.writer),
      persistence_(config_.batch),
      outbox_(config_.batch),
      delivery_(config_) {}

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
  Sequencer::Number number = sequencer_.next(event.conversationId);
  persistence_.queue({std::move(number.writer), number.seq, now_, std::move(event.conversationId),
                      std::move(event.messageId), std::move(event.payload)});
  ++metrics_.queuedMessages;
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedRetried& event) {
  std::string messageId = event.messageId;
  MessageQueued queued{std::move(event.conversationId), std::move(event.messageId), std::move(event.payload)};
  if (std::optional<Error> error = on(queued)) return error;
  parked_.erase(messageId);
  persistence_.unparkWithGroup(std::move(messageId));
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedFound& event) {
  for (std::string& id : event.messageIds) parked_.insert(std::move(id));
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ParkedDiscarded& event) {
  parked_.erase(event.messageId);
  effects_.push_back(SettleSegments{{}, {}, {std::move(event.messageId)}});
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(ConnectivityChanged& event) {
  delivery_.setOnline(event.online, now_);
  return std::nullopt;
}

std::optional<Error> Core::Coordinator::on(FlushRequested&) {
  delivery_.expedite(now_);
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
  while (const std::optional<LaneId> lane = delivery_.admit(now_)) send(*lane);
  if (windowIsFull()) return;
  if (std::optional<ReadSegments> read = cursor_.nextRead(config_.log.readSegments))
    effects_.push_back(*read);
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
  status.parked = static_cast<std::uint32_t>(parked_.size());
  status.breaker = delivery_.breakerState(now_);
  status.online = delivery_.online();
  status.leader = leader_;
  status.paused = delivery_.paused();
  status.durable = durable_;
  status.unread = leader_ && cursor_.unread();
  status.nextAttemptAt = delivery_.nextAttemptAt();
  status.lastError = lastError_;
  return status;
}

}  // namespace holdfast
