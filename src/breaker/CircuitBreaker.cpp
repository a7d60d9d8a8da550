#include "breaker/CircuitBreaker.h"

#include <algorithm>

namespace holdfast {

namespace {

/// Rests are up to a quarter longer, so that many clients do not probe at the same moment.
constexpr int kJitterShare = 4;

}  // namespace

std::optional<CircuitBreaker::Permit> CircuitBreaker::tryAcquire(Time now) {
  if (const auto* resting = std::get_if<Open>(&state_)) {
    if (now < resting->until) return std::nullopt;
    moveTo(HalfOpen{resting->rest}, BreakerReason::RestOver, resting->until);
  }
  if (std::holds_alternative<Isolated>(state_)) return std::nullopt;
  if (auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    if (halfOpen->underWay + halfOpen->succeeded >= config_.probes) return std::nullopt;
    ++halfOpen->underWay;
  }
  return Permit{epoch_, now};
}

void CircuitBreaker::onSuccess(Permit permit, Time now) {
  if (permit.epoch != epoch_) return;
  const bool slow = isSlow(permit, now);
  if (auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    probeSucceeded(*halfOpen, slow, now);
  } else if (auto* closed = std::get_if<Closed>(&state_)) {
    closed->failuresInRow = 0;
    closed->window.record(false, slow, now);
    if (slow) judge(*closed, now);
  }
}

void CircuitBreaker::onFailure(Permit permit, Time now) {
  if (permit.epoch != epoch_) return;
  if (const auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    open(halfOpen->rest * 2, BreakerReason::ProbeFailed, now);
  } else if (auto* closed = std::get_if<Closed>(&state_)) {
    ++closed->failuresInRow;
    closed->window.record(true, isSlow(permit, now), now);
    judge(*closed, now);
  }
}

void CircuitBreaker::onNeutral(Permit permit) {
  if (permit.epoch != epoch_) return;
  if (auto* halfOpen = std::get_if<HalfOpen>(&state_)) --halfOpen->underWay;
}

void CircuitBreaker::isolate(Time now) {
  if (!std::holds_alternative<Isolated>(state_)) moveTo(Isolated{}, BreakerReason::Isolated, now);
}

void CircuitBreaker::forceOpen(Time now) {
  if (std::holds_alternative<Isolated>(state_)) return;
  Duration rest = config_.open;
  if (const auto* resting = std::get_if<Open>(&state_)) rest = resting->rest;
  if (const auto* halfOpen = std::get_if<HalfOpen>(&state_)) rest = halfOpen->rest * 2;
  open(rest, BreakerReason::Forced, now);
}

void CircuitBreaker::reset(Time now) { moveTo(closedAnew(), BreakerReason::Reset, now); }

BreakerSnapshot CircuitBreaker::save(Time now) const {
  BreakerSnapshot snapshot;
  snapshot.state = entered();
  if (const auto* closed = std::get_if<Closed>(&state_)) snapshot.failuresInRow = closed->failuresInRow;
  if (const auto* resting = std::get_if<Open>(&state_)) {
    snapshot.until = resting->until;
    snapshot.rest = resting->rest;
  }
  if (const auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    snapshot.state = BreakerState::Open;
    snapshot.until = now;
    snapshot.rest = halfOpen->rest;
  }
  return snapshot;
}

void CircuitBreaker::restore(const BreakerSnapshot& snapshot, Time now) {
  State restored = closedAnew(snapshot.failuresInRow);
  if (snapshot.state == BreakerState::Isolated) restored = Isolated{};
  if (snapshot.state == BreakerState::Open || snapshot.state == BreakerState::HalfOpen) {
    const Duration rest = std::clamp(snapshot.rest, Duration{1}, config_.maxOpen);
    restored = Open{std::min(snapshot.until, now + rest + rest / kJitterShare), rest};
  }
  moveTo(std::move(restored), BreakerReason::Restored, now);
}

bool CircuitBreaker::isOpen(Time now) const {
  if (const auto* resting = std::get_if<Open>(&state_)) return now < resting->until;
  if (const auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    return halfOpen->underWay + halfOpen->succeeded >= config_.probes;
  }
  return std::holds_alternative<Isolated>(state_);
}

BreakerState CircuitBreaker::state(Time now) const {
  const auto* resting = std::get_if<Open>(&state_);
  return resting != nullptr && now >= resting->until ? BreakerState::HalfOpen : entered();
}

std::optional<Time> CircuitBreaker::since(Time now) const {
  const auto* resting = std::get_if<Open>(&state_);
  return resting != nullptr && now >= resting->until ? resting->until : changedAt_;
}

std::optional<Time> CircuitBreaker::probeAt() const {
  const auto* resting = std::get_if<Open>(&state_);
  return resting == nullptr ? std::nullopt : std::optional<Time>{resting->until};
}

CircuitBreaker::Closed CircuitBreaker::closedAnew(std::uint32_t failuresInRow) const {
  return Closed{CallWindow{config_}, failuresInRow};
}

bool CircuitBreaker::isSlow(Permit permit, Time now) const {
  return config_.slowCall > Duration{0} && now - permit.start > config_.slowCall;
}

void CircuitBreaker::probeSucceeded(HalfOpen& halfOpen, bool slow, Time now) {
  if (slow) {
    open(halfOpen.rest * 2, BreakerReason::ProbeSlow, now);
    return;
  }
  --halfOpen.underWay;
  if (++halfOpen.succeeded >= config_.probes) moveTo(closedAnew(), BreakerReason::ProbesSucceeded, now);
}

void CircuitBreaker::judge(Closed& closed, Time now) {
  if (const auto reason = reasonToOpen(closed, now)) open(config_.open, *reason, now);
}

std::optional<BreakerReason> CircuitBreaker::reasonToOpen(Closed& closed, Time now) const {
  if (config_.failureThreshold > 0 && closed.failuresInRow >= config_.failureThreshold) {
    return BreakerReason::FailuresInRow;
  }
  const WindowTotals totals = closed.window.totals(now);
  if (totals.calls < config_.minimumCalls) return std::nullopt;
  const double calls = totals.calls;
  if (config_.failureRate > 0 && totals.failures >= config_.failureRate * calls) {
    return BreakerReason::FailureRate;
  }
  if (config_.slowCall > Duration{0} && totals.slow >= config_.slowRate * calls) {
    return BreakerReason::SlowRate;
  }
  return std::nullopt;
}

void CircuitBreaker::open(Duration rest, BreakerReason reason, Time now) {
  rest = std::min(rest, config_.maxOpen);
  moveTo(Open{now + rest + random_.between(Duration{0}, rest / kJitterShare), rest}, reason, now);
}

void CircuitBreaker::moveTo(State next, BreakerReason reason, Time at) {
  constexpr std::size_t kMostTold = 16;
  const BreakerState from = entered();
  state_ = std::move(next);
  ++epoch_;
  if (from == entered() && from == BreakerState::Closed) return;
  changedAt_ = at;
  if (transitions_.size() == kMostTold) transitions_.erase(transitions_.begin());
  transitions_.push_back({from, entered(), at, reason, probeAt()});
}

}  // namespace holdfast
