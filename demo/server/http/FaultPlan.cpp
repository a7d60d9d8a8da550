#include "http/FaultPlan.h"

#include "codec/Json.h"
#include "holdfast/Append.h"

namespace holdfast::server {

namespace {

constexpr std::uint64_t kMaxDelayMs = 60'000;
constexpr std::uint64_t kMaxRetryAfterSeconds = 3600;

Result<std::uint64_t> readOptional(const codec::Json& json, std::string_view name, std::uint64_t high) {
  if (codec::findMember(json, name) == nullptr) return std::uint64_t{0};
  Result<std::uint64_t> number = codec::readWhole(json, name, "", 0);
  if (number && number.value() > high) {
    return codec::fieldError("", name, "must be a whole number from 0 to " + std::to_string(high));
  }
  return number;
}

Result<FaultPlan> readPlan(const codec::Json& json) {
  if (!json.is_object()) return codec::fieldError("", "body", "must be an object");
  FaultPlan plan;
  const auto fail = readOptional(json, "fail", 599);
  if (!fail) return fail.error();
  plan.fail = static_cast<int>(fail.value());
  if (plan.fail != 0 && plan.fail != 429 && plan.fail != 500 && plan.fail != 503) {
    return codec::fieldError("", "fail", "must be 0, 429, 500 or 503");
  }
  const auto retryAfter = readOptional(json, "retryAfterSeconds", kMaxRetryAfterSeconds);
  if (!retryAfter) return retryAfter.error();
  if (codec::findMember(json, "retryAfterSeconds") != nullptr) plan.retryAfterSeconds = retryAfter.value();
  const auto delay = readOptional(json, "delayMs", kMaxDelayMs);
  if (!delay) return delay.error();
  plan.delayMs = delay.value();
  const auto cut = readOptional(json, "cutStreamsAfterEvents", kMaxSeq);
  if (!cut) return cut.error();
  plan.cutStreamsAfterEvents = cut.value();
  if (const auto* drop = codec::findMember(json, "dropAnswers")) {
    if (!drop->is_boolean()) return codec::fieldError("", "dropAnswers", "must be true or false");
    plan.dropAnswers = *drop == true;
  }
  return plan;
}

}  // namespace

Result<FaultPlan> decodeFaultPlan(std::string_view text) {
  const Result<codec::Json> json = codec::parseJson(text);
  if (!json) return json.error();
  return readPlan(json.value());
}

std::string encodeFaultPlan(const FaultPlan& plan) {
  codec::Json json = {{"fail", plan.fail},
                      {"delayMs", plan.delayMs},
                      {"dropAnswers", plan.dropAnswers},
                      {"cutStreamsAfterEvents", plan.cutStreamsAfterEvents}};
  if (plan.retryAfterSeconds) json["retryAfterSeconds"] = *plan.retryAfterSeconds;
  return codec::dumpJson(json);
}

}  // namespace holdfast::server
