// The WebAssembly module's face: a few fat calls. Texts and bytes go through linear memory as a pointer
// and a length; whatever is a decision is made in src/.
#include <emscripten/bind.h>
#include <emscripten/em_macros.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CorePort.h"
#include "breaker/CircuitBreaker.h"
#include "codec/BreakerCodec.h"
#include "codec/ConfigCodec.h"
#include "codec/RetryAfter.h"
#include "common/Bytes.h"
#include "holdfast/StreamDecoder.h"
#include "retry/AdaptiveThrottle.h"
#include "retry/Classification.h"
#include "retry/Gate.h"
#include "retry/RetryBudget.h"
#include "retry/RetryQueue.h"

namespace {

using holdfast::Error;
using holdfast::Time;

Time timeFrom(double ms) { return holdfast::timeFromMs(static_cast<holdfast::HostClock::rep>(ms)); }
double msFrom(std::optional<Time> time) { return time ? static_cast<double>(holdfast::toMs(*time)) : -1; }

/// Where JavaScript puts bytes before a call and finds them after one.
std::string input;
std::string_view output;
/// What `output` shows where nothing else keeps it.
std::string kept;

std::uintptr_t inputAt(std::size_t bytes) {
  if (input.size() < bytes) input.resize(bytes);
  return reinterpret_cast<std::uintptr_t>(input.data());
}

std::string_view inputText(std::size_t bytes) { return std::string_view{input}.substr(0, bytes); }
std::uintptr_t outputAt() { return reinterpret_cast<std::uintptr_t>(output.data()); }
std::size_t outputSize() { return output.size(); }
void putOut(std::string bytes) {
  kept = std::move(bytes);
  output = kept;
}

/// 0, or 1 with the error's `code`, `field` and `detail` in the output, a line each.
int outcome(const std::optional<Error>& error) {
  if (!error) return 0;
  putOut(std::string{nameOf(error->code)} + "\n" + error->field + "\n" + error->detail);
  return 1;
}

/// What was made from options in the input; nullptr with the error in the output.
template <typename Made, typename Config, typename... More>
Made* makeFrom(holdfast::Result<Config> config, More... more) {
  if (config) return new Made{std::move(config).value(), more...};
  outcome(config.error());
  return nullptr;
}

holdfast::CorePort* makeCore(std::size_t bytes) {
  return makeFrom<holdfast::CorePort>(holdfast::codec::decodeConfig(inputText(bytes)));
}
/// As outcome(); 2 where the effects are to be drained at once.
int outcomeOf(const holdfast::CorePort& core, const std::optional<Error>& error) {
  const int failed = outcome(error);
  return failed == 0 && core.isUrgent() ? 2 : failed;
}
int handle(holdfast::CorePort& core, std::size_t bytes, double now) {
  return outcomeOf(core, core.handle(inputText(bytes), now));
}
int queueMessages(holdfast::CorePort& core, std::size_t bytes, double now) {
  return outcomeOf(core, core.queueMessages(inputText(bytes), now));
}
void drain(holdfast::CorePort& core) { output = core.drain(); }

/// The input is a list of records: `*text`. The output is JSON.
void describeSegments(std::size_t bytes) {
  std::vector<std::string_view> records;
  holdfast::ByteReader reader{inputText(bytes)};
  while (reader.remaining() > 0) records.push_back(reader.text());
  putOut(holdfast::describeSegments(records));
}

/// The output is a list of records: `*(text(conversationId) text(bytes))`.
int upgradeSegment(std::size_t bytes) {
  const auto upgraded = holdfast::upgradeSegment(inputText(bytes));
  if (!upgraded) return outcome(upgraded.error());
  std::string records;
  holdfast::ByteWriter writer{records};
  for (const holdfast::LogRecord& record : upgraded.value()) {
    writer.text(record.conversationId);
    writer.text(record.bytes);
  }
  putOut(std::move(records));
  return 0;
}

/// `format` is a value of StreamFormat.
holdfast::StreamDecoder* makeStreamDecoder(int format) {
  return new holdfast::StreamDecoder{static_cast<holdfast::StreamFormat>(format)};
}
/// The input is u8(framing) text(text) text(reasoning) text(finishReason) text(error); nullptr with the error
/// in the output.
holdfast::StreamDecoder* makePathDecoder(std::size_t bytes) {
  holdfast::ByteReader reader{inputText(bytes)};
  holdfast::StreamPaths paths;
  paths.framing = static_cast<holdfast::StreamPaths::Framing>(reader.u8());
  paths.text = reader.text();
  paths.reasoning = reader.text();
  paths.finishReason = reader.text();
  paths.error = reader.text();
  return makeFrom<holdfast::StreamDecoder>(holdfast::StreamDecoder::forPaths(paths));
}
std::uintptr_t streamAddress(const holdfast::StreamDecoder& decoder) {
  return reinterpret_cast<std::uintptr_t>(&decoder);
}
/// The output is `*(u8(kind) varint(index) text(id) text(name) text(text))`.
void takeParts(const holdfast::StreamDecoder& decoder) {
  std::string parts;
  holdfast::ByteWriter writer{parts};
  for (const holdfast::StreamPart& part : decoder.parts()) {
    writer.u8(static_cast<std::uint8_t>(part.kind));
    writer.varint(part.index);
    writer.text(part.id);
    writer.text(part.name);
    writer.text(part.text);
  }
  putOut(std::move(parts));
}
int told(const holdfast::StreamDecoder& decoder, const std::optional<Error>& error) {
  const auto parts = decoder.parts();
  const bool onlyText =
      parts.empty() || (parts.size() == 1 && parts.front().kind == holdfast::StreamPartKind::Text);
  return outcome(error) | (onlyText ? 0 : 2) | (decoder.done() ? 4 : 0);
}
std::string finishReason(const holdfast::StreamDecoder& decoder) { return decoder.finishReason(); }
std::string lastEventId(const holdfast::StreamDecoder& decoder) { return decoder.lastEventId(); }
/// -1 where the stream asks for nothing.
double retryMs(const holdfast::StreamDecoder& decoder) {
  const auto ms = decoder.retryMs();
  return ms ? static_cast<double>(*ms) : -1;
}
double events(const holdfast::StreamDecoder& decoder) { return static_cast<double>(decoder.events()); }

holdfast::CircuitBreaker* makeBreaker(std::size_t bytes, double seed) {
  return makeFrom<holdfast::CircuitBreaker>(holdfast::codec::decodeBreakerConfig(inputText(bytes)),
                                            static_cast<std::uint64_t>(seed));
}
bool restoreBreaker(holdfast::CircuitBreaker& breaker, std::size_t bytes, double now) {
  const auto snapshot = holdfast::codec::decodeSnapshot(inputText(bytes));
  if (snapshot) breaker.restore(snapshot.value(), timeFrom(now));
  return !snapshot && outcome(snapshot.error()) != 0;
}
void saveBreaker(const holdfast::CircuitBreaker& breaker, double now) {
  putOut(holdfast::codec::encodeSnapshot(breaker.save(timeFrom(now))));
}
void takeTransitions(holdfast::CircuitBreaker& breaker) {
  putOut(holdfast::codec::encodeTransitions(breaker.takeTransitions()));
}
void isolate(holdfast::CircuitBreaker& breaker, double now) { breaker.isolate(timeFrom(now)); }
void forceOpen(holdfast::CircuitBreaker& breaker, double now) { breaker.forceOpen(timeFrom(now)); }
void reset(holdfast::CircuitBreaker& breaker, double now) { breaker.reset(timeFrom(now)); }
std::uintptr_t addressOf(const holdfast::CircuitBreaker& breaker) {
  return reinterpret_cast<std::uintptr_t>(&breaker);
}
int breakerState(const holdfast::CircuitBreaker& breaker, double now) {
  return static_cast<int>(breaker.state(timeFrom(now)));
}
bool breakerIsOpen(const holdfast::CircuitBreaker& breaker, double now) {
  return breaker.isOpen(timeFrom(now));
}
double probeAt(const holdfast::CircuitBreaker& breaker) { return msFrom(breaker.probeAt()); }
double since(const holdfast::CircuitBreaker& breaker, double now) {
  return msFrom(breaker.since(timeFrom(now)));
}

holdfast::RetryQueue* makeRetryQueue(std::size_t bytes, double seed) {
  return makeFrom<holdfast::RetryQueue>(holdfast::codec::decodeRetryConfig(inputText(bytes)),
                                        static_cast<std::uint64_t>(seed));
}
void add(holdfast::RetryQueue& queue, std::uint32_t id, double now) { queue.add(id, timeFrom(now)); }
double take(holdfast::RetryQueue& queue, double now) {
  const auto id = queue.peek(timeFrom(now));
  if (!id) return -1;
  queue.take(*id);
  return static_cast<double>(*id);
}
void succeeded(holdfast::RetryQueue& queue, std::uint32_t id) { queue.succeeded(id); }
double failed(holdfast::RetryQueue& queue, std::uint32_t id, double now) {
  return msFrom(queue.failed(id, timeFrom(now)));
}

holdfast::Gate* makeGate(double maxMs) {
  return new holdfast::Gate{holdfast::Duration{static_cast<holdfast::Duration::rep>(maxMs)}};
}
double opensAt(const holdfast::Gate& gate, double now) { return msFrom(gate.opensAt(timeFrom(now))); }
void closeUntil(holdfast::Gate& gate, double until, double now) {
  gate.closeUntil(timeFrom(until), timeFrom(now));
}
/// The input is what a `Retry-After` says; false where it says nothing.
bool heed(holdfast::Gate& gate, std::size_t bytes, double now) {
  const auto until = holdfast::codec::decodeRetryAfter(inputText(bytes), timeFrom(now));
  if (until) gate.closeUntil(*until, timeFrom(now));
  return until.has_value();
}

holdfast::RetryBudget* makeBudget(std::size_t bytes) {
  return makeFrom<holdfast::RetryBudget>(holdfast::codec::decodeBudgetConfig(inputText(bytes)));
}
bool spend(holdfast::RetryBudget& budget, double now) { return budget.spend(timeFrom(now)); }

holdfast::AdaptiveThrottle* makeThrottle(std::size_t bytes, double seed) {
  return makeFrom<holdfast::AdaptiveThrottle>(holdfast::codec::decodeThrottleConfig(inputText(bytes)),
                                              static_cast<std::uint64_t>(seed));
}
bool throttleTryAcquire(holdfast::AdaptiveThrottle& throttle, double now) {
  return throttle.tryAcquire(timeFrom(now));
}
void accepted(holdfast::AdaptiveThrottle& throttle, double now) { throttle.onAccepted(timeFrom(now)); }
double rejection(holdfast::AdaptiveThrottle& throttle, double now) {
  return throttle.rejection(timeFrom(now));
}

/// What the table says of an answer: a value of Verdict.
int verdict(int status) { return static_cast<int>(holdfast::verdictOf(status)); }

}  // namespace

// What every part of a network stream, and every guarded call of a standalone breaker, goes through: plain
// exports, since embind's invokers, which may not be compiled from text here, take longer than the whole
// call. `breaker` and `decoder` are what address() gave.
extern "C" {

using holdfast::StreamDecoder;

/// Where the next `bytes` bytes of the body go.
EMSCRIPTEN_KEEPALIVE char* streamRoom(StreamDecoder* decoder, std::size_t bytes) {
  return decoder->room(bytes);
}

/// 1: an error, in the output; 2: parts that are not text; 4: nothing follows.
EMSCRIPTEN_KEEPALIVE int streamFeed(StreamDecoder* decoder, std::size_t bytes) {
  return told(*decoder, decoder->feed(bytes));
}
/// The body has ended; as streamFeed().
EMSCRIPTEN_KEEPALIVE int streamFinish(StreamDecoder* decoder) { return told(*decoder, decoder->finish()); }

/// The first part, which is all of it where streamFeed() does not say 2.
EMSCRIPTEN_KEEPALIVE const char* streamTextAt(const StreamDecoder* decoder) {
  return decoder->parts().empty() ? nullptr : decoder->parts().front().text.data();
}
EMSCRIPTEN_KEEPALIVE std::size_t streamTextSize(const StreamDecoder* decoder) {
  return decoder->parts().empty() ? 0 : decoder->parts().front().text.size();
}

using holdfast::CircuitBreaker;

/// The epoch to hand back with the outcome; -1 where the call may not be made.
EMSCRIPTEN_KEEPALIVE double breakerAcquire(CircuitBreaker* breaker, double now) {
  const auto permit = breaker->tryAcquire(timeFrom(now));
  return permit ? static_cast<double>(permit->epoch) : -1;
}

/// Of the three outcomes: the epoch after it.
EMSCRIPTEN_KEEPALIVE std::uint32_t breakerSucceeded(CircuitBreaker* breaker, std::uint32_t epoch,
                                                    double start, double now) {
  breaker->onSuccess({epoch, timeFrom(start)}, timeFrom(now));
  return breaker->epoch();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t breakerFailed(CircuitBreaker* breaker, std::uint32_t epoch, double start,
                                                 double now) {
  breaker->onFailure({epoch, timeFrom(start)}, timeFrom(now));
  return breaker->epoch();
}
EMSCRIPTEN_KEEPALIVE void breakerNeutral(CircuitBreaker* breaker, std::uint32_t epoch) {
  breaker->onNeutral({epoch, {}});
}
}

EMSCRIPTEN_BINDINGS(holdfast) {
  using emscripten::allow_raw_pointers;
  using emscripten::class_;
  using emscripten::function;

  function("inputAt", &inputAt);
  function("outputAt", &outputAt);
  function("outputSize", &outputSize);
  function("describeSegments", &describeSegments);
  function("upgradeSegment", &upgradeSegment);
  function("verdictOf", &verdict);

  class_<holdfast::CorePort>("Core")
      .class_function("make", &makeCore, allow_raw_pointers())
      .function("maxMessageBytes", &holdfast::CorePort::maxMessageBytes)
      .function("handle", &handle)
      .function("queueMessages", &queueMessages)
      .function("drain", &drain)
      .function("nextDeadline", &holdfast::CorePort::nextDeadlineMs);

  class_<holdfast::StreamDecoder>("StreamDecoder")
      .class_function("make", &makeStreamDecoder, allow_raw_pointers())
      .class_function("forPaths", &makePathDecoder, allow_raw_pointers())
      .function("address", &streamAddress)
      .function("takeParts", &takeParts)
      .function("finishReason", &finishReason)
      .function("lastEventId", &lastEventId)
      .function("retryMs", &retryMs)
      .function("events", &events);

  class_<holdfast::CircuitBreaker>("CircuitBreaker")
      .class_function("make", &makeBreaker, allow_raw_pointers())
      .function("address", &addressOf)
      .function("epoch", &holdfast::CircuitBreaker::epoch)
      .function("isFree", &holdfast::CircuitBreaker::isFree)
      .function("isolate", &isolate)
      .function("forceOpen", &forceOpen)
      .function("reset", &reset)
      .function("save", &saveBreaker)
      .function("restore", &restoreBreaker)
      .function("takeTransitions", &takeTransitions)
      .function("state", &breakerState)
      .function("since", &since)
      .function("isOpen", &breakerIsOpen)
      .function("probeAt", &probeAt);

  class_<holdfast::RetryQueue>("RetryQueue")
      .class_function("make", &makeRetryQueue, allow_raw_pointers())
      .function("add", &add)
      .function("take", &take)
      .function("succeeded", &succeeded)
      .function("failed", &failed);

  class_<holdfast::Gate>("Gate")
      .class_function("make", &makeGate, allow_raw_pointers())
      .function("opensAt", &opensAt)
      .function("closeUntil", &closeUntil)
      .function("heed", &heed);

  class_<holdfast::RetryBudget>("RetryBudget")
      .class_function("make", &makeBudget, allow_raw_pointers())
      .function("spend", &spend)
      .function("refund", &holdfast::RetryBudget::refund)
      .function("onSuccess", &holdfast::RetryBudget::onSuccess);

  class_<holdfast::AdaptiveThrottle>("AdaptiveThrottle")
      .class_function("make", &makeThrottle, allow_raw_pointers())
      .function("tryAcquire", &throttleTryAcquire)
      .function("onAccepted", &accepted)
      .function("rejection", &rejection);
}
