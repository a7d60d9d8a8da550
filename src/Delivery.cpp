#include "Delivery.h"

#include <algorithm>

namespace holdfast {

Delivery::Delivery(const Config& config)
    : config_(config),
      retry_(config.retry, config.seed),
      breaker_(config.breaker, ~config.seed),
      budget_(config.budget),
      gate_(config.timeout.maxRetryAfter) {}

void Delivery::setOnline(bool online, Time now) {
  if (online && !online_) retry_.expedite(now);
  online_ = online;
}

void Delivery::resume(Time now) {
  paused_ = PauseReason::None;
  unauthorizedSince_ = std::nullopt;
  retry_.expedite(now);
}

std::optional<LaneId> Delivery::admit(Time now) {
  waits_ = {};
  if (!online_ || paused_ != PauseReason::None || flights_.size() >= config_.batch.lanesAtOnce)
    return std::nullopt;
  while (const auto lane = retry_.peek(now)) {
    if (!gate_.isOpen(now)) {
      waits_.set(Wait::Gate, gate_.opensAt(now));
      return std::nullopt;
    }
    if (breaker_.isOpen(now)) {
      waits_.set(Wait::Breaker, breaker_.probeAt());
      return std::nullopt;
    }
    const bool isRetry = retry_.failures(*lane) > 0;
    if (isRetry && !budget_.spend(now)) {
      retry_.postpone(*lane, budget_.nextRefill());
      continue;
    }
    const auto permit = breaker_.tryAcquire(now);
    if (!permit) return std::nullopt;
    retry_.take(*lane);
    admitted_ = Flight{0, *lane, *permit, now, isRetry};
    return lane;
  }
  waits_.set(Wait::Backoff, retry_.nextDue());
  return std::nullopt;
}

const Delivery::Flight& Delivery::launch(std::size_t bodyBytes, Time now) {
  constexpr std::size_t kSixteenKib = 16 * 1024;
  const auto steps = static_cast<Duration::rep>(bodyBytes / kSixteenKib);
  admitted_.request = ++lastRequest_;
  admitted_.deadline = now + config_.timeout.attempt + config_.timeout.perSixteenKib * steps;
  return flights_.emplace(lastRequest_, admitted_).first->second;
}

std::vector<RequestId> Delivery::standDown() {
  std::vector<RequestId> requests;
  for (const auto& [request, flight] : flights_) {
    breaker_.onNeutral(flight.permit);
    requests.push_back(request);
  }
  flights_.clear();
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
  unauthorizedSince_ = std::nullopt;
  retry_.succeeded(flight.lane);
  if (outageIsOver && breaker_.state(now) == BreakerState::Closed) retry_.expedite(now);
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
