#include "throttling/RateLimiter.h"

#include <algorithm>
#include <cmath>

namespace holdfast::server {

std::optional<std::chrono::seconds> RateLimiter::take(const std::string& client, Time now) {
  if (perSecond_ == 0) return std::nullopt;
  dropFull(now);
  Bucket& bucket = buckets_.try_emplace(client, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filledAt;
  bucket = {std::min(burst_, bucket.tokens + passed.count() * perSecond_), now};
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::chrono::seconds{static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / perSecond_))};
}

void RateLimiter::dropFull(Time now) {
  // By then every bucket that was there at the last sweep and was not used since is full.
  const std::chrono::duration<double> passed = now - sweptAt_;
  if (passed.count() < kBurstSeconds) return;
  sweptAt_ = now;
  std::erase_if(buckets_, [&](const auto& entry) {
    const std::chrono::duration<double> idle = now - entry.second.filledAt;
    return entry.second.tokens + idle.count() * perSecond_ >= burst_;
  });
}

}  // namespace holdfast::server
