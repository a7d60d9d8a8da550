#include "codec/ConfigCodec.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/GroupReader.h"
#include "codec/Json.h"
#include "holdfast/Message.h"

namespace holdfast::codec {

namespace {

/// `423` or `5xx`; nullopt for what is no status that can be overridden.
std::optional<StatusOverride> overrideOf(std::string_view status, StatusRule rule) {
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  if (status.size() != 3 || status[0] < '3' || status[0] > '5') return std::nullopt;
  const int hundreds = (status[0] - '0') * 100;
  if (status.substr(1) == "xx") return StatusOverride{hundreds, hundreds + 99, rule};
  if (!isDigit(status[1]) || !isDigit(status[2])) return std::nullopt;
  const int exact = hundreds + (status[1] - '0') * 10 + (status[2] - '0');
  return StatusOverride{exact, exact, rule};
}

std::optional<StatusRule> ruleNamed(const Json& name) {
  constexpr std::array<std::string_view, 4> kNames{"again", "paced", "pause", "park"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name.is_string() && name.get_ref<const std::string&>() == kNames[i])
      return static_cast<StatusRule>(i);
  }
  return std::nullopt;
}

std::optional<Error> readClassification(const Json& json, std::vector<StatusOverride>& overrides) {
  const Json* group = findMember(json, "classification");
  if (group == nullptr) return std::nullopt;
  if (!group->is_object()) return fieldError("", "classification", "must be an object");
  for (const auto& [status, name] : group->items()) {
    const auto rule = ruleNamed(name);
    if (!rule) return fieldError("classification.", status, "must be again, paced, pause or park");
    const auto one = overrideOf(status, *rule);
    if (!one)
      return fieldError("classification.", status, "is no status from 300 to 599, nor 3xx, 4xx or 5xx");
    overrides.push_back(*one);
  }
  return std::nullopt;
}

std::optional<Error> readRetry(GroupReader group, RetryConfig& retry) {
  // The readers below leave a value alone that is not given, so one that cannot be given stands for none.
  constexpr std::uint32_t kManyRetries = 1'000'000;
  std::uint32_t maxRetries = kManyRetries + 1;
  group.whole("maxRetries", 0, kManyRetries, maxRetries);
  if (maxRetries <= kManyRetries) retry.maxRetries = maxRetries;
  group.milliseconds("backoffMs", retry.backoff.base);
  group.milliseconds("maxBackoffMs", retry.backoff.cap);
  group.order("backoffMs", retry.backoff.base, "maxBackoffMs", retry.backoff.cap);
  group.choice("backoff", {"full", "equal", "decorrelated", "exponential", "constant"}, retry.backoff.kind);
  if (group.has("totalMs")) group.milliseconds("totalMs", retry.total.emplace(1));
  return group.error();
}

std::optional<Error> readBudget(GroupReader group, RetryBudgetConfig& budget) {
  constexpr std::uint64_t kMostRetries = 1'000'000;
  std::uint64_t capacity = static_cast<std::uint64_t>(budget.capacity);
  group.whole("capacity", 1, kMostRetries, capacity);
  budget.capacity = static_cast<double>(capacity);
  group.share("perSuccess", budget.perSuccess);
  group.milliseconds("refillEveryMs", budget.refillEvery);
  return group.error();
}

std::optional<Error> readThrottle(GroupReader group, ThrottleConfig& throttle) {
  constexpr Duration kShortestSpan{10};
  constexpr double kLargestRatio = 1'000;
  group.number("ratio", 1, kLargestRatio, throttle.ratio);
  group.milliseconds("windowMs", throttle.span);
  group.require(throttle.span >= kShortestSpan, "windowMs", "must be at least 10");
  return group.error();
}

void readWindow(GroupReader& group, BreakerConfig& breaker) {
  constexpr std::uint64_t kMostCalls = 10'000;
  constexpr Duration kShortestSpan{10};
  group.choice("window", {"calls", "time"}, breaker.window);
  group.whole("windowCalls", 1, kMostCalls, breaker.windowCalls);
  group.milliseconds("windowMs", breaker.windowSpan);
  const bool holdsCalls = breaker.window == WindowKind::OfCalls;
  if (holdsCalls) breaker.minimumCalls = std::min(breaker.minimumCalls, breaker.windowCalls);
  group.whole("minimumCalls", 1, 1'000'000, breaker.minimumCalls);
  group.require(holdsCalls || !group.has("windowCalls"), "windowCalls", "means nothing to a window of time");
  group.require(holdsCalls || breaker.windowSpan >= kShortestSpan, "windowMs", "must be at least 10");
  group.require(!holdsCalls || breaker.minimumCalls <= breaker.windowCalls, "minimumCalls",
                "must not be more than windowCalls");
}

std::optional<Error> readBreaker(GroupReader group, BreakerConfig& breaker) {
  group.wholeOrNone("failureThreshold", 1, 1'000'000, breaker.failureThreshold);
  group.shareOrNone("failureRate", breaker.failureRate);
  readWindow(group, breaker);
  group.milliseconds("slowCallMs", breaker.slowCall);
  group.share("slowCallRate", breaker.slowRate);
  group.require(!group.has("slowCallRate") || group.has("slowCallMs"), "slowCallRate", "needs slowCallMs");
  group.require(breaker.failureThreshold > 0 || breaker.failureRate > 0 || breaker.slowCall > Duration{0},
                "failureThreshold", "must not be null where nothing else would open the breaker");
  group.whole("probes", 1, 1'000, breaker.probes);
  group.milliseconds("openMs", breaker.open);
  group.milliseconds("maxOpenMs", breaker.maxOpen);
  group.order("openMs", breaker.open, "maxOpenMs", breaker.maxOpen);
  return group.error();
}

std::optional<Error> readBatch(GroupReader group, BatchConfig& batch) {
  constexpr std::uint64_t kMostMessages = 1'000;
  constexpr std::uint64_t kMostBytes = 4 * 1024 * 1024;
  constexpr std::uint64_t kMostRequests = 16;
  constexpr std::size_t kBacklogFactor = 4;
  group.whole("maxMessages", 1, kMostMessages, batch.maxMessages);
  group.whole("maxBytes", 1, kMostBytes, batch.maxBytes);
  group.whole("maxMessageBytes", 1, kMostBytes, batch.maxMessageBytes);
  batch.maxBacklogMessages = std::min<std::size_t>(kBacklogFactor * batch.maxMessages, kMostMessages);
  batch.maxBacklogBytes = std::min<std::size_t>(kBacklogFactor * batch.maxBytes, kMostBytes);
  group.whole("maxBacklogMessages", 1, kMostMessages, batch.maxBacklogMessages);
  group.whole("maxBacklogBytes", 1, kMostBytes, batch.maxBacklogBytes);
  group.whole("lanesAtOnce", 1, kMostRequests, batch.lanesAtOnce);
  group.whole("lanesForNew", 0, kMostRequests, batch.lanesForNew);
  group.whole("maxPartingBytes", 0, kMostBytes, batch.maxPartingBytes);
  group.whole("maxPartingRequests", 0, kMostRequests, batch.maxPartingRequests);
  return group.error();
}

std::optional<Error> readLog(GroupReader group, LogConfig& log) {
  constexpr std::uint64_t kMostBytes = 64 * 1024 * 1024;
  constexpr std::uint64_t kMostRecords = 100'000;
  group.whole("maxSegmentBytes", 512, 64 * 1024, log.maxSegmentBytes);
  group.whole("groupBytes", 1, kMostBytes, log.groupBytes);
  group.whole("windowBytes", 1, kMostBytes, log.windowBytes);
  group.whole("laneBytes", 1, kMostBytes, log.laneBytes);
  group.whole("firstRead", 1, kMostRecords, log.firstRead);
  group.whole("maxRead", log.firstRead, kMostRecords, log.maxRead);
  group.whole("lanesPerSearch", 1, kMostRecords, log.lanesPerSearch);
  return group.error();
}

template <typename Group, typename Read>
Result<Group> decodeGroup(std::string_view text, Read read) {
  const Result<Json> json = parseJson(text);
  if (!json) return json.error();
  Group group;
  if (std::optional<Error> error = read(GroupReader{json.value(), ""}, group)) return *error;
  return group;
}

}  // namespace

Result<Config> decodeConfig(std::string_view text) {
  const Result<Json> parsed = parseJson(text);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
  Config config;
  Result<std::string> writer = readId(json, "writer", "");
  if (!writer) return writer.error();
  config.writer = std::move(writer).value();
  const Result<std::uint64_t> seed = readWhole(json, "seed", "", 0);
  if (!seed) return seed.error();
  config.seed = seed.value();
  if (std::optional<Error> error = readRetry(GroupReader{json, "retry"}, config.retry)) return *error;
  if (std::optional<Error> error = readBreaker(GroupReader{json, "breaker"}, config.breaker)) return *error;
  if (std::optional<Error> error = readBatch(GroupReader{json, "batch"}, config.batch)) return *error;
  if (std::optional<Error> error = readLog(GroupReader{json, "log"}, config.log)) return *error;
  if (std::optional<Error> error = readClassification(json, config.classification)) return *error;
  return config;
}

Result<RetryConfig> decodeRetryConfig(std::string_view json) {
  return decodeGroup<RetryConfig>(json, readRetry);
}

Result<BreakerConfig> decodeBreakerConfig(std::string_view json) {
  return decodeGroup<BreakerConfig>(json, readBreaker);
}

Result<RetryBudgetConfig> decodeBudgetConfig(std::string_view json) {
  return decodeGroup<RetryBudgetConfig>(json, readBudget);
}

Result<ThrottleConfig> decodeThrottleConfig(std::string_view json) {
  return decodeGroup<ThrottleConfig>(json, readThrottle);
}

}  // namespace holdfast::codec
