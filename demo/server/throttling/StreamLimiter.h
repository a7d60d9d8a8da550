// How many answers may stream to one client at the same time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace holdfast::server {

class StreamLimiter {
 public:
  /// `perClient` 0 for no limit.
  explicit StreamLimiter(std::uint32_t perClient) : perClient_(perClient) {}

  /// A place, given back when it goes; null where the client has as many as it may.
  class Place;
  std::unique_ptr<Place> take(const std::string& client);

 private:
  std::uint32_t perClient_;
  std::unordered_map<std::string, std::uint32_t> taken_;
};

class StreamLimiter::Place {
 public:
  /// REQUIRES: the limiter outlives this object.
  Place(StreamLimiter& limiter, std::string client) : limiter_(limiter), client_(std::move(client)) {
    ++limiter_.taken_[client_];
  }
  ~Place() {
    const auto taken = limiter_.taken_.find(client_);
    if (--taken->second == 0) limiter_.taken_.erase(taken);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  StreamLimiter& limiter_;
  std::string client_;
};

inline std::unique_ptr<StreamLimiter::Place> StreamLimiter::take(const std::string& client) {
  const auto taken = taken_.find(client);
  if (perClient_ > 0 && taken != taken_.end() && taken->second >= perClient_) return nullptr;
  return std::make_unique<Place>(*this, client);
}

}  // namespace holdfast::server
