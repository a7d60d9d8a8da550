#include "retry/RetryQueue.h"

#include <utility>

#include "retry/Backoff.h"

namespace holdfast {

void RetryQueue::add(WorkId id, Time now) {
  const auto [found, isNew] = items_.try_emplace(id);
  if (!isNew) return;
  found->second.order = nextOrder_++;
  found->second.since = now;
  putBack(id, found->second, now);
}

void RetryQueue::addUrgent(WorkId id) {
  const auto [found, isNew] = items_.try_emplace(id);
  Item& item = found->second;
  if (isNew) item.order = nextOrder_++;
  if (item.failures > 0 || (!isNew && !item.due)) return;
  take(id);
  item.urgent = true;
  putBack(id, item, Time{});
}

bool RetryQueue::isUrgent(WorkId id) const {
  const auto found = items_.find(id);
  return found != items_.end() && found->second.urgent;
}

std::optional<WorkId> RetryQueue::peek(Time now) const {
  if (places_.empty() || places_.begin()->due > now) return std::nullopt;
  return places_.begin()->id;
}

void RetryQueue::take(WorkId id) {
  const auto found = items_.find(id);
  if (found == items_.end() || !found->second.due) return;
  places_.erase({*found->second.due, found->second.order, id});
  found->second.due = std::nullopt;
}

void RetryQueue::succeeded(WorkId id) {
  const auto found = items_.find(id);
  if (found != items_.end() && !found->second.due) items_.erase(found);
}

std::optional<Time> RetryQueue::failed(WorkId id, Time now) {
  const auto found = items_.find(id);
  if (found == items_.end() || found->second.due) return std::nullopt;
  Item& item = found->second;
  item.urgent = false;
  ++item.failures;
  item.delay = nextDelay(config_.backoff, item.failures, item.delay, random_);
  if (isSpent(item, now + item.delay)) {
    items_.erase(found);
    return std::nullopt;
  }
  putBack(id, item, now + item.delay);
  return item.due;
}

bool RetryQueue::isSpent(const Item& item, Time next) const {
  if (config_.maxRetries && item.failures > *config_.maxRetries) return true;
  return config_.total && next - item.since > *config_.total;
}

void RetryQueue::released(WorkId id, Time now) {
  const auto found = items_.find(id);
  if (found == items_.end() || found->second.due) return;
  putBack(id, found->second, found->second.urgent ? Time{} : now);
}

void RetryQueue::postpone(WorkId id, Time until) {
  const auto found = items_.find(id);
  if (found == items_.end() || !found->second.due) return;
  take(id);
  putBack(id, found->second, until);
}

void RetryQueue::hasten(WorkId id, Time now) {
  const auto found = items_.find(id);
  if (found != items_.end() && found->second.due > now) postpone(id, now);
}

void RetryQueue::expedite(Time now) {
  std::set<Place> places;
  for (Place place : places_) {
    if (place.due > now) {
      place.due = now;
      items_[place.id].due = now;
    }
    places.insert(place);
  }
  places_ = std::move(places);
}

std::uint32_t RetryQueue::failures(WorkId id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? 0 : found->second.failures;
}

std::optional<Time> RetryQueue::nextDue() const {
  return places_.empty() ? std::nullopt : std::optional<Time>{places_.begin()->due};
}

void RetryQueue::putBack(WorkId id, Item& item, Time due) {
  item.due = due;
  places_.insert({due, item.order, id});
}

}  // namespace holdfast
