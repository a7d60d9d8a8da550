// How many requests a client may make: a bucket of tokens for each, which fills at a steady rate.
// Memory: buckets that are full again are dropped, so that it holds only clients of the last seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace holdfast::server {

class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A client has `perSecond` requests a second in the long run, and five times as many at once. 0 for no
  /// limit.
  explicit RateLimiter(std::uint32_t perSecond) : perSecond_(perSecond), burst_(perSecond * kBurstSeconds) {}

  /// Nothing where the request may go on; else the time until it may.
  std::optional<std::chrono::seconds> take(const std::string& client, Time now);

 private:
  static constexpr double kBurstSeconds = 5;

  struct Bucket {
    double tokens;
    Time filledAt;
  };

  void dropFull(Time now);

  double perSecond_;
  double burst_;
  Time sweptAt_{};
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace holdfast::server
