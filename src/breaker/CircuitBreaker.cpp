#include "breaker/CircuitBreaker.h"

#include <algorithm>

namespace holdfast {

std::optional<CircuitBreaker::Permit> CircuitBreaker::tryAcquire(Time now) {
  if (const auto* resting = std::get_if<Open>(&state_)) {
    if (now < resting->until) return std::nullopt;
    state_ = HalfOpen{resting->rest};
    ++epoch_;
  }
  if (auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    if (halfOpen->probing) return std::nullopt;
    halfOpen->probing = true;
  }
  return Permit{epoch_};
}

void CircuitBreaker::onSuccess(Permit permit, Time now) {
  if (permit.epoch != epoch_) return;
  if (auto* closed = std::get_if<Closed>(&state_)) {
    closed->failuresInRow = 0;
    record(*closed, false, now);
    return;
  }
  state_ = Closed{};
  ++epoch_;
}

void CircuitBreaker::onFailure(Permit permit, Time now) {
  if (permit.epoch != epoch_) return;
  if (const auto* halfOpen = std::get_if<HalfOpen>(&state_)) {
    open(std::min(halfOpen->rest * 2, config_.maxOpen), now);
  } else if (auto* closed = std::get_if<Closed>(&state_)) {
    ++closed->failuresInRow;
    record(*closed, true, now);
    if (tripsOn(*closed, now)) open(std::min(config_.open, config_.maxOpen), now);
  }
}

void CircuitBreaker::onNeutral(Permit permit) {
  if (permit.epoch != epoch_) return;
  if (auto* halfOpen = std::get_if<HalfOpen>(&state_)) halfOpen->probing = false;
}

bool CircuitBreaker::isOpen(Time now) const {
  if (const auto* resting = std::get_if<Open>(&state_)) return now < resting->until;
  const auto* halfOpen = std::get_if<HalfOpen>(&state_);
  return halfOpen != nullptr && halfOpen->probing;
}

BreakerState CircuitBreaker::state(Time now) const {
  if (std::holds_alternative<Closed>(state_)) return BreakerState::Closed;
  const auto* resting = std::get_if<Open>(&state_);
  return resting != nullptr && now < resting->until ? BreakerState::Open : BreakerState::HalfOpen;
}

std::optional<Time> CircuitBreaker::probeAt() const {
  const auto* resting = std::get_if<Open>(&state_);
  return resting == nullptr ? std::nullopt : std::optional<Time>{resting->until};
}

void CircuitBreaker::open(Duration rest, Time now) {
  // Up to a quarter longer, so that many clients do not probe at the same moment.
  state_ = Open{now + rest + random_.between(Duration{0}, rest / 4), rest};
  ++epoch_;
}

bool CircuitBreaker::tripsOn(Closed& closed, Time now) const {
  if (closed.failuresInRow >= config_.failureThreshold) return true;
  std::erase_if(closed.window, [&](const Outcome& outcome) { return now - outcome.at > config_.windowSpan; });
  if (closed.window.size() < config_.minimumCalls) return false;
  const auto failures = std::count_if(closed.window.begin(), closed.window.end(),
                                      [](const Outcome& outcome) { return outcome.failed; });
  return static_cast<double>(failures) >= config_.failureRate * static_cast<double>(closed.window.size());
}

void CircuitBreaker::record(Closed& closed, bool failed, Time now) const {
  closed.window.push_back({now, failed});
  if (closed.window.size() > config_.windowCalls) closed.window.pop_front();
}

}  // namespace holdfast
