#include "Delivery.h"
#include "common/Probe.h"

#include <algorithm>
#include <utility>

namespace holdfast {

Delivery::Delivery(const Config& config)
    : config_(config),
      retry_(config.retry, config.seed),
      breaker_(config.breaker, ~config.seed),
      budget_(config.budget),
      gate_(config.timeout.maxRetryAfter) {}

void Delivery::setOnline(bool online, Time now) {
  if (online && !online_) expedite(now);
  online_ = online;
}

void Delivery::resume(Time now) {
  paused_ = PauseReason::None;
  unauthorizedSince_ = std::nullopt;
  expedite(now);
}

void Delivery::expedite(Time now) {
  unpaid_.clear();
  budget_.grant();
  retry_.expedite(now);
}

void Delivery::releaseUnpaid(Time now) {
  for (const LaneId lane : std::exchange(unpaid_, {})) {
    HOLDFAST_PROBE(UnpaidReleased);
    retry_.hasten(lane, now);
  }
}

std::optional<LaneId> Delivery::next(Time now) {
  waits_ = {};
  if (!online_ || paused_ != PauseReason::None) return std::nullopt;
  while (const auto lane = retry_.peek(now)) {
    if (!hasPlaceFor(*lane)) {
      HOLDFAST_PROBE(AllPlacesTaken);
      return std::nullopt;
    }
    if (!gate_.isOpen(now)) {
      HOLDFAST_PROBE(GateClosed);
      waits_.set(Wait::Gate, gate_.opensAt(now));
      return std::nullopt;
    }
    if (breaker_.isOpen(now)) {
      HOLDFAST_PROBE(BreakerOpen);
      waits_.set(Wait::Breaker, breaker_.probeAt());
      return std::nullopt;
    }
    if (retry_.failures(*lane) == 0 || budget_.canSpend(now)) return lane;
    HOLDFAST_PROBE(BudgetSpent);
    retry_.postpone(*lane, budget_.nextRefill());
    unpaid_.push_back(*lane);
  }
  waits_.set(Wait::Backoff, retry_.nextDue());
  return std::nullopt;
}

bool Delivery::hasPlaceFor(LaneId lane) const {
  const std::size_t places = config_.batch.lanesAtOnce;
  const std::size_t kept = retry_.isUrgent(lane) ? 0 : std::min(config_.batch.lanesForNew, places - 1);
  return flights_.size() + loading_.size() < places - kept;
}

void Delivery::dropLane(LaneId lane) {
  loading_.erase(lane);
  retry_.take(lane);
  retry_.succeeded(lane);
}

void Delivery::load(LaneId lane) {
  retry_.take(lane);
  loading_.insert(lane);
}

void Delivery::loaded(LaneId lane, Time now) {
  if (loading_.erase(lane) > 0) retry_.released(lane, now);
}

const Delivery::Flight& Delivery::launch(LaneId lane, std::size_t bodyBytes, Time now) {
  constexpr std::size_t kSixteenKib = 16 * 1024;
  const auto steps = static_cast<Duration::rep>(bodyBytes / kSixteenKib);
  const bool isRetry = retry_.failures(lane) > 0;
  if (isRetry) budget_.spend(now);
  retry_.take(lane);
  const Flight flight{++lastRequest_, lane, *breaker_.tryAcquire(now),
                      now + config_.timeout.attempt + config_.timeout.perSixteenKib * steps, isRetry};
  return flights_.emplace(flight.request, flight).first->second;
}

std::optional<RequestId> Delivery::launchParting(Time now) {
  if (!online_ || paused_ != PauseReason::None || !gate_.isOpen(now) ||
      breaker_.state(now) != BreakerState::Closed)
    return std::nullopt;
  return ++lastRequest_;
}

std::vector<RequestId> Delivery::standDown() {
  std::vector<RequestId> requests;
  for (const auto& [request, flight] : flights_) {
    HOLDFAST_PROBE(LeadLostInFlight);
    breaker_.onNeutral(flight.permit);
    requests.push_back(request);
  }
  flights_.clear();
  loading_.clear();
  unpaid_.clear();
  waits_ = {};
  retry_ = RetryQueue{config_.retry, config_.seed + lastRequest_};
  return requests;
}

std::optional<Delivery::Flight> Delivery::land(RequestId request) {
  const auto found = flights_.find(request);
  if (found == flights_.end()) return std::nullopt;
  const Flight flight = found->second;
  flights_.erase(found);
  return flight;
}

std::vector<RequestId> Delivery::overdue(Time now) const {
  std::vector<RequestId> late;
  for (const auto& [request, flight] : flights_) {
    if (flight.deadline <= now) late.push_back(request);
  }
  return late;
}

void Delivery::accepted(const Flight& flight, Time now) {
  const bool outageIsOver = breaker_.state(now) != BreakerState::Closed;
  breaker_.onSuccess(flight.permit, now);
  budget_.onSuccess();
  if (flight.isRetry) {
    budget_.refund();
    releaseUnpaid(now);
  }
  unauthorizedSince_ = std::nullopt;
  retry_.succeeded(flight.lane);
  if (outageIsOver && breaker_.state(now) == BreakerState::Closed) {
    HOLDFAST_PROBE(OutageOver);
    retry_.expedite(now);
  }
}

void Delivery::refused(const Flight& flight, Time now) {
  breaker_.onSuccess(flight.permit, now);
  retry_.released(flight.lane, now);
}

void Delivery::failed(const Flight& flight, Time now) {
  breaker_.onFailure(flight.permit, now);
  retry_.failed(flight.lane, now);
}

void Delivery::paced(const Flight& flight, Time now) {
  breaker_.onNeutral(flight.permit);
  retry_.failed(flight.lane, now);
}

void Delivery::misplaced(const Flight& flight, Time now) {
  breaker_.onSuccess(flight.permit, now);
  retry_.failed(flight.lane, now);
  if (retry_.failures(flight.lane) == 1) retry_.hasten(flight.lane, now);
}

bool Delivery::unauthorized(const Flight& flight, Time now) {
  breaker_.onNeutral(flight.permit);
  retry_.released(flight.lane, now);
  if (!unauthorizedSince_) {
    unauthorizedSince_ = lastRequest_;
  } else if (flight.request > *unauthorizedSince_) {
    paused_ = PauseReason::Unauthorized;
  }
  return paused_ == PauseReason::None;
}

std::optional<Time> Delivery::nextDeadline() const {
  std::optional<Time> first = waits_.earliest();
  for (const auto& [request, flight] : flights_) {
    if (!first || flight.deadline < *first) first = flight.deadline;
  }
  return first;
}

}  // namespace holdfast
