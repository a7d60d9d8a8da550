#include <emscripten/bind.h>
#include <emscripten/em_macros.h>

#include "Boundary.h"
#include "breaker/CircuitBreaker.h"
#include "codec/BreakerCodec.h"
#include "codec/ConfigCodec.h"
#include "codec/RetryAfter.h"
#include "retry/AdaptiveThrottle.h"
#include "retry/Classification.h"
#include "retry/Gate.h"
#include "retry/RetryBudget.h"
#include "retry/RetryQueue.h"

namespace holdfast::wasm {

namespace {

Handle makeBreaker(std::size_t bytes, double seed) {
  return makeFrom<CircuitBreaker>(codec::decodeBreakerConfig(inputText(bytes)),
                                  static_cast<std::uint64_t>(seed));
}
/// True with the error in the output.
bool breakerRestore(Handle breaker, std::size_t bytes, double now) {
  const auto snapshot = codec::decodeSnapshot(inputText(bytes));
  if (snapshot) at<CircuitBreaker>(breaker).restore(snapshot.value(), timeFrom(now));
  return !snapshot && outcome(snapshot.error()) != 0;
}
void breakerSave(Handle breaker, double now) {
  putOut(codec::encodeSnapshot(at<CircuitBreaker>(breaker).save(timeFrom(now))));
}
void breakerTakeTransitions(Handle breaker) {
  putOut(codec::encodeTransitions(at<CircuitBreaker>(breaker).takeTransitions()));
}
void breakerIsolate(Handle breaker, double now) { at<CircuitBreaker>(breaker).isolate(timeFrom(now)); }
void breakerForceOpen(Handle breaker, double now) { at<CircuitBreaker>(breaker).forceOpen(timeFrom(now)); }
void breakerReset(Handle breaker, double now) { at<CircuitBreaker>(breaker).reset(timeFrom(now)); }
std::uint32_t breakerEpoch(Handle breaker) { return at<CircuitBreaker>(breaker).epoch(); }
bool breakerIsFree(Handle breaker) { return at<CircuitBreaker>(breaker).isFree(); }
int breakerState(Handle breaker, double now) {
  return static_cast<int>(at<CircuitBreaker>(breaker).state(timeFrom(now)));
}
bool breakerIsOpen(Handle breaker, double now) { return at<CircuitBreaker>(breaker).isOpen(timeFrom(now)); }
double breakerProbeAt(Handle breaker) { return msFrom(at<CircuitBreaker>(breaker).probeAt()); }
double breakerSince(Handle breaker, double now) {
  return msFrom(at<CircuitBreaker>(breaker).since(timeFrom(now)));
}

Handle makeRetryQueue(std::size_t bytes, double seed) {
  return makeFrom<RetryQueue>(codec::decodeRetryConfig(inputText(bytes)), static_cast<std::uint64_t>(seed));
}
void retryAdd(Handle queue, std::uint32_t id, double now) { at<RetryQueue>(queue).add(id, timeFrom(now)); }
double retryTake(Handle queue, double now) {
  const auto id = at<RetryQueue>(queue).peek(timeFrom(now));
  if (!id) return -1;
  at<RetryQueue>(queue).take(*id);
  return static_cast<double>(*id);
}
void retrySucceeded(Handle queue, std::uint32_t id) { at<RetryQueue>(queue).succeeded(id); }
double retryFailed(Handle queue, std::uint32_t id, double now) {
  return msFrom(at<RetryQueue>(queue).failed(id, timeFrom(now)));
}

Handle makeGate(double maxMs) { return make<Gate>(Duration{static_cast<Duration::rep>(maxMs)}); }
double gateOpensAt(Handle gate, double now) { return msFrom(at<Gate>(gate).opensAt(timeFrom(now))); }
void gateCloseUntil(Handle gate, double until, double now) {
  at<Gate>(gate).closeUntil(timeFrom(until), timeFrom(now));
}
/// The input is what a `Retry-After` says; false where it says nothing.
bool gateHeed(Handle gate, std::size_t bytes, double now) {
  const auto until = codec::decodeRetryAfter(inputText(bytes), timeFrom(now));
  if (until) at<Gate>(gate).closeUntil(*until, timeFrom(now));
  return until.has_value();
}

Handle makeBudget(std::size_t bytes) {
  return makeFrom<RetryBudget>(codec::decodeBudgetConfig(inputText(bytes)));
}
bool budgetSpend(Handle budget, double now) { return at<RetryBudget>(budget).spend(timeFrom(now)); }
void budgetRefund(Handle budget) { at<RetryBudget>(budget).refund(); }
void budgetOnSuccess(Handle budget) { at<RetryBudget>(budget).onSuccess(); }

Handle makeThrottle(std::size_t bytes, double seed) {
  return makeFrom<AdaptiveThrottle>(codec::decodeThrottleConfig(inputText(bytes)),
                                    static_cast<std::uint64_t>(seed));
}
bool throttleTryAcquire(Handle throttle, double now) {
  return at<AdaptiveThrottle>(throttle).tryAcquire(timeFrom(now));
}
void throttleOnAccepted(Handle throttle, double now) {
  at<AdaptiveThrottle>(throttle).onAccepted(timeFrom(now));
}
double throttleRejection(Handle throttle, double now) {
  return at<AdaptiveThrottle>(throttle).rejection(timeFrom(now));
}

/// What the table says of an answer: a value of Verdict.
int verdict(int status) { return static_cast<int>(verdictOf(status)); }

}  // namespace

// Plain exports, since embind's invokers, which may not be compiled from text here, take longer than the
// whole call.
extern "C" {

/// The epoch to hand back with the outcome; -1 where the call may not be made.
EMSCRIPTEN_KEEPALIVE double breakerAcquire(Handle breaker, double now) {
  const auto permit = at<CircuitBreaker>(breaker).tryAcquire(timeFrom(now));
  return permit ? static_cast<double>(permit->epoch) : -1;
}

/// Of the two outcomes: the epoch after it.
EMSCRIPTEN_KEEPALIVE std::uint32_t breakerSucceeded(Handle handle, std::uint32_t epoch, double start,
                                                    double now) {
  auto& breaker = at<CircuitBreaker>(handle);
  breaker.onSuccess({epoch, timeFrom(start)}, timeFrom(now));
  return breaker.epoch();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t breakerFailed(Handle handle, std::uint32_t epoch, double start,
                                                 double now) {
  auto& breaker = at<CircuitBreaker>(handle);
  breaker.onFailure({epoch, timeFrom(start)}, timeFrom(now));
  return breaker.epoch();
}
EMSCRIPTEN_KEEPALIVE void breakerNeutral(Handle breaker, std::uint32_t epoch) {
  at<CircuitBreaker>(breaker).onNeutral({epoch, {}});
}
}

EMSCRIPTEN_BINDINGS(policies) {
  using emscripten::function;
  function("verdictOf", &verdict);
  function("makeBreaker", &makeBreaker);
  function("breakerEpoch", &breakerEpoch);
  function("breakerIsFree", &breakerIsFree);
  function("breakerIsolate", &breakerIsolate);
  function("breakerForceOpen", &breakerForceOpen);
  function("breakerReset", &breakerReset);
  function("breakerSave", &breakerSave);
  function("breakerRestore", &breakerRestore);
  function("breakerTakeTransitions", &breakerTakeTransitions);
  function("breakerState", &breakerState);
  function("breakerSince", &breakerSince);
  function("breakerIsOpen", &breakerIsOpen);
  function("breakerProbeAt", &breakerProbeAt);
  function("makeRetryQueue", &makeRetryQueue);
  function("retryAdd", &retryAdd);
  function("retryTake", &retryTake);
  function("retrySucceeded", &retrySucceeded);
  function("retryFailed", &retryFailed);
  function("makeGate", &makeGate);
  function("gateOpensAt", &gateOpensAt);
  function("gateCloseUntil", &gateCloseUntil);
  function("gateHeed", &gateHeed);
  function("makeBudget", &makeBudget);
  function("budgetSpend", &budgetSpend);
  function("budgetRefund", &budgetRefund);
  function("budgetOnSuccess", &budgetOnSuccess);
  function("makeThrottle", &makeThrottle);
  function("throttleTryAcquire", &throttleTryAcquire);
  function("throttleOnAccepted", &throttleOnAccepted);
  function("throttleRejection", &throttleRejection);
}

}  // namespace holdfast::wasm
