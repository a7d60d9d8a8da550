#include "codec/ConfigCodec.h"

#include <gtest/gtest.h>

namespace holdfast::codec {
namespace {

std::string fieldOf(const std::string& groups) {
  const auto config = decodeConfig(R"({"writer":"tab","seed":1)" + groups + "}");
  return config ? "" : config.error().field;
}

TEST(ConfigCodec, WhatIsMissingKeepsItsDefault) {
  const auto config = decodeConfig(R"({"writer":"tab","seed":42})");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config.value().writer, "tab");
  EXPECT_EQ(config.value().seed, 42U);
  EXPECT_EQ(config.value().retry.backoff.base, Duration{1'000});
  EXPECT_EQ(config.value().retry.maxRetries, std::nullopt);
  EXPECT_EQ(config.value().breaker.failureThreshold, 5U);
  EXPECT_EQ(config.value().batch.maxMessages, 100U);
}

TEST(ConfigCodec, WhatIsGivenIsTaken) {
  const auto config = decodeConfig(R"({"writer":"tab","seed":1,"retry":{"backoffMs":50,"maxBackoffMs":400},
      "breaker":{"failureThreshold":2,"openMs":10,"maxOpenMs":20},"batch":{"maxMessages":3,"maxBytes":9,"maxMessageBytes":8}})");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config.value().retry.backoff.base, Duration{50});
  EXPECT_EQ(config.value().retry.backoff.cap, Duration{400});
  EXPECT_EQ(config.value().breaker.failureThreshold, 2U);
  EXPECT_EQ(config.value().breaker.open, Duration{10});
  EXPECT_EQ(config.value().breaker.maxOpen, Duration{20});
  EXPECT_EQ(config.value().batch.maxMessages, 3U);
  EXPECT_EQ(config.value().batch.maxBytes, 9U);
  EXPECT_EQ(config.value().batch.maxMessageBytes, 8U);
}

TEST(ConfigCodec, ABacklogGoesInBatchesFourTimesAsLarge) {
  const BatchConfig fallback = decodeConfig(R"({"writer":"tab","seed":1})").value().batch;
  EXPECT_EQ(fallback.maxBacklogMessages, BatchConfig{}.maxBacklogMessages);
  EXPECT_EQ(fallback.maxBacklogBytes, BatchConfig{}.maxBacklogBytes);
  const auto config = decodeConfig(R"({"writer":"tab","seed":1,"batch":{"maxMessages":3,"maxBytes":9000}})");
  EXPECT_EQ(config.value().batch.maxBacklogMessages, 12U);
  EXPECT_EQ(config.value().batch.maxBacklogBytes, 36'000U);
  const auto large = decodeConfig(R"({"writer":"tab","seed":1,"batch":{"maxMessages":900}})");
  EXPECT_EQ(large.value().batch.maxBacklogMessages, 1'000U) << "no more than the protocol allows";
}

TEST(ConfigCodec, TheLimitsOfRequestsAndOfTheLogCanBeGivenToo) {
  const auto config = decodeConfig(R"({"writer":"tab","seed":1,
      "batch":{"maxBacklogMessages":7,"maxBacklogBytes":8,"lanesAtOnce":2,"lanesForNew":0,"maxPartingBytes":500,
               "maxPartingRequests":1},
      "log":{"maxSegmentBytes":600,"groupBytes":601,"windowBytes":602,"laneBytes":603,"firstRead":2,"maxRead":3,
             "lanesPerSearch":1}})");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  const BatchConfig& batch = config.value().batch;
  EXPECT_EQ(batch.maxBacklogMessages, 7U);
  EXPECT_EQ(batch.maxBacklogBytes, 8U);
  EXPECT_EQ(batch.lanesAtOnce, 2U);
  EXPECT_EQ(batch.lanesForNew, 0U);
  EXPECT_EQ(batch.maxPartingBytes, 500U);
  EXPECT_EQ(batch.maxPartingRequests, 1U);
  const LogConfig& log = config.value().log;
  EXPECT_EQ(log.maxSegmentBytes, 600U);
  EXPECT_EQ(log.groupBytes, 601U);
  EXPECT_EQ(log.windowBytes, 602U);
  EXPECT_EQ(log.laneBytes, 603U);
  EXPECT_EQ(log.firstRead, 2U);
  EXPECT_EQ(log.maxRead, 3U);
  EXPECT_EQ(log.lanesPerSearch, 1U);
  EXPECT_EQ(fieldOf(R"(,"log":{"firstRead":5,"maxRead":4})"), "log.maxRead");
  EXPECT_EQ(fieldOf(R"(,"log":{"maxSegmentBytes":100})"), "log.maxSegmentBytes");
}

TEST(ConfigCodec, WhatIsWrongIsNamed) {
  EXPECT_EQ(fieldOf(R"(,"retry":7)"), "retry");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":0})"), "retry.backoffMs");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":-5})"), "retry.backoffMs");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":1.5})"), "retry.backoffMs");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":"1"})"), "retry.backoffMs");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":90000000})"), "retry.backoffMs");
  EXPECT_EQ(fieldOf(R"(,"retry":{"backoffMs":90000})"), "retry.backoffMs") << "longer than its cap";
  EXPECT_EQ(fieldOf(R"(,"breaker":{"failureThreshold":0})"), "breaker.failureThreshold");
  EXPECT_EQ(fieldOf(R"(,"breaker":{"openMs":70000})"), "breaker.openMs");
  EXPECT_EQ(fieldOf(R"(,"batch":{"maxMessages":0})"), "batch.maxMessages");
  EXPECT_EQ(fieldOf(R"(,"batch":{"maxMessages":5000})"), "batch.maxMessages");
}

TEST(ConfigCodec, ABreakerIsReadWhole) {
  const auto read = decodeBreakerConfig(
      R"({"failureThreshold":null,"failureRate":0.25,"window":"time","windowMs":5000,"minimumCalls":40,
          "slowCallMs":200,"slowCallRate":0.75,"probes":3,"openMs":10,"maxOpenMs":20})");
  ASSERT_TRUE(read.ok()) << read.error().detail;
  const BreakerConfig& breaker = read.value();
  EXPECT_EQ(breaker.failureThreshold, 0U);
  EXPECT_EQ(breaker.failureRate, 0.25);
  EXPECT_EQ(breaker.window, WindowKind::OfTime);
  EXPECT_EQ(breaker.windowSpan, Duration{5'000});
  EXPECT_EQ(breaker.minimumCalls, 40U);
  EXPECT_EQ(breaker.slowCall, Duration{200});
  EXPECT_EQ(breaker.slowRate, 0.75);
  EXPECT_EQ(breaker.probes, 3U);
  EXPECT_EQ(decodeBreakerConfig(R"({"windowCalls":4})").value().minimumCalls, 4U)
      << "as many as there can be";
  EXPECT_EQ(decodeBreakerConfig(R"({"failureRate":null})").value().failureRate, 0);
  EXPECT_TRUE(decodeBreakerConfig(R"({"failureThreshold":null,"failureRate":null,"slowCallMs":9})").ok());
}

TEST(ConfigCodec, ABreakerThatContradictsItselfIsRefused) {
  const auto field = [](std::string_view text) { return decodeBreakerConfig(text).error().field; };
  EXPECT_EQ(field(R"({"failureThreshold":null,"failureRate":null})"), "failureThreshold");
  EXPECT_EQ(field(R"({"windowCalls":5,"minimumCalls":6})"), "minimumCalls");
  EXPECT_EQ(field(R"({"window":"time","windowCalls":5})"), "windowCalls");
  EXPECT_EQ(field(R"({"window":"time","windowMs":9})"), "windowMs");
  EXPECT_EQ(field(R"({"window":"space"})"), "window");
  EXPECT_EQ(field(R"({"window":7})"), "window");
  EXPECT_EQ(field(R"({"slowCallRate":0.5})"), "slowCallRate");
  EXPECT_EQ(field(R"({"failureRate":0})"), "failureRate");
  EXPECT_EQ(field(R"({"failureRate":1.5})"), "failureRate");
  EXPECT_EQ(field(R"({"failureRate":"half"})"), "failureRate");
  EXPECT_EQ(field(R"({"probes":0})"), "probes");
  EXPECT_EQ(field(R"({"probes":0,"window":"space","failureRate":2})"), "failureRate") << "the first is told";
}

TEST(ConfigCodec, ABackOffABudgetAndAThrottleAreReadWhole) {
  const RetryConfig retry = decodeRetryConfig(R"({"backoff":"decorrelated","totalMs":9000})").value();
  EXPECT_EQ(retry.backoff.kind, BackoffKind::DecorrelatedJitter);
  EXPECT_EQ(retry.total, Duration{9'000});
  EXPECT_EQ(decodeRetryConfig("{}").value().total, std::nullopt);
  EXPECT_EQ(decodeRetryConfig(R"({"backoff":"linear"})").error().field, "backoff");
  EXPECT_EQ(decodeRetryConfig(R"({"totalMs":0})").error().field, "totalMs");
  const RetryBudgetConfig budget =
      decodeBudgetConfig(R"({"capacity":3,"perSuccess":0.5,"refillEveryMs":70})").value();
  EXPECT_EQ(budget.capacity, 3);
  EXPECT_EQ(budget.perSuccess, 0.5);
  EXPECT_EQ(budget.refillEvery, Duration{70});
  EXPECT_EQ(decodeBudgetConfig(R"({"capacity":0})").error().field, "capacity");
  const ThrottleConfig throttle = decodeThrottleConfig(R"({"ratio":1.5,"windowMs":1000})").value();
  EXPECT_EQ(throttle.ratio, 1.5);
  EXPECT_EQ(throttle.span, Duration{1'000});
  EXPECT_EQ(decodeThrottleConfig(R"({"ratio":0.5})").error().field, "ratio");
  EXPECT_EQ(decodeThrottleConfig(R"({"ratio":"2"})").error().field, "ratio");
  EXPECT_EQ(decodeThrottleConfig(R"({"windowMs":9})").error().field, "windowMs");
}

TEST(ConfigCodec, AClassificationNamesStatusesAndRules) {
  const auto config =
      decodeConfig(R"({"writer":"tab","seed":1,"classification":{"423":"again","5xx":"park"}})");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  const auto& overrides = config.value().classification;
  ASSERT_EQ(overrides.size(), 2U);
  EXPECT_EQ(overrides[0].from, 423);
  EXPECT_EQ(overrides[0].to, 423);
  EXPECT_EQ(overrides[0].rule, StatusRule::Again);
  EXPECT_EQ(overrides[1].from, 500);
  EXPECT_EQ(overrides[1].to, 599);
  EXPECT_EQ(overrides[1].rule, StatusRule::Park);
  for (const char* status : {"200", "2xx", "600", "42", "4x3", "4+3", "43x", "4XX", "4999", ""}) {
    EXPECT_EQ(fieldOf(R"(,"classification":{")" + std::string{status} + R"(":"again"})"),
              "classification." + std::string{status});
  }
  EXPECT_EQ(fieldOf(R"(,"classification":{"423":"later"})"), "classification.423");
  EXPECT_EQ(fieldOf(R"(,"classification":{"423":7})"), "classification.423");
  EXPECT_EQ(fieldOf(R"(,"classification":[])"), "classification");
}

TEST(ConfigCodec, ARetryLimitOfNoneIsKept) {
  EXPECT_EQ(decodeRetryConfig(R"({"maxRetries":0})").value().maxRetries, 0U);
  EXPECT_EQ(decodeRetryConfig("{}").value().maxRetries, std::nullopt);
  EXPECT_EQ(decodeRetryConfig("nonsense").error().code, ErrorCode::InvalidJson);
}

TEST(ConfigCodec, AConfigNeedsAWriterAndASeed) {
  EXPECT_EQ(decodeConfig("nonsense").error().code, ErrorCode::InvalidJson);
  EXPECT_EQ(decodeConfig(R"({"seed":1})").error().field, "writer");
  EXPECT_EQ(decodeConfig(R"({"writer":"tab"})").error().field, "seed");
}

TEST(ConfigCodec, AGroupByItselfNamesWhatIsWrongToo) {
  EXPECT_EQ(decodeRetryConfig(R"({"backoffMs":0})").error().field, "backoffMs");
  EXPECT_EQ(decodeBreakerConfig(R"({"openMs":70000})").error().field, "openMs");
  const Error noObject = decodeRetryConfig("[]").error();
  EXPECT_EQ(noObject.code, ErrorCode::InvalidField);
  EXPECT_EQ(noObject.detail, "options must be an object");
}

}  // namespace
}  // namespace holdfast::codec
