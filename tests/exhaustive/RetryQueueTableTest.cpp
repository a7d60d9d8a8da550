// The retry queue: every state of a piece of work, and every method.
#include <optional>

#include "Table.h"
#include "retry/RetryQueue.h"

namespace holdfast::exhaustive {
namespace {

constexpr Time kStart = timeFromMs(1'000'000);
constexpr Duration kMinute{60'000};
constexpr WorkId kWork = 1;

/// Gives up at the second failure.
RetryConfig oneRetry() {
  RetryConfig config;
  config.maxRetries = 1;
  return config;
}

struct Bench {
  RetryQueue queue{oneRetry(), 11};
  Time now = kStart;

  void failOnce() {
    queue.add(kWork, now);
    queue.take(kWork);
    queue.failed(kWork, now);
  }
};

Bench benchIn(std::string_view state) {
  Bench bench;
  if (state == "absent") return bench;
  if (state == "given up") {
    bench.failOnce();
    bench.queue.take(kWork);
    bench.queue.failed(kWork, bench.now);
    return bench;
  }
  if (state.ends_with("failed once")) {
    bench.failOnce();
    if (state.starts_with("ready")) bench.now += kMinute;
  } else if (state.ends_with("urgent")) {
    bench.queue.addUrgent(kWork);
  } else {
    bench.queue.add(kWork, bench.now);
  }
  if (state.starts_with("in flight")) bench.queue.take(kWork);
  if (state == "waiting" || state == "waiting, urgent") bench.queue.postpone(kWork, bench.now + kMinute);
  return bench;
}

/// As whoever calls it can tell. Work that was given up is as if it had never been.
std::string stateOf(const Bench& bench) {
  const RetryQueue& queue = bench.queue;
  if (queue.size() == 0) return "absent";
  std::string text = "in flight";
  if (queue.nextDue()) text = queue.peek(bench.now) == kWork ? "ready" : "waiting";
  if (queue.isUrgent(kWork)) text += ", urgent";
  return queue.failures(kWork) == 0 ? text : text + ", failed once";
}

std::string happen(std::string_view state, std::string_view method) {
  Bench bench = benchIn(state);
  EXPECT_EQ(stateOf(bench), state == "given up" ? "absent" : state);
  std::string output;
  RetryQueue& queue = bench.queue;
  if (method == "add") {
    queue.add(kWork, bench.now);
  } else if (method == "addUrgent") {
    queue.addUrgent(kWork);
  } else if (method == "take") {
    queue.take(kWork);
  } else if (method == "succeeded") {
    queue.succeeded(kWork);
  } else if (method == "failed") {
    const std::optional<Time> again = queue.failed(kWork, bench.now);
    output = again ? " [again later]" : " [not again]";
    EXPECT_TRUE(!again || (*again > bench.now && *again <= bench.now + kMinute));
  } else if (method == "released") {
    queue.released(kWork, bench.now);
  } else if (method == "postpone") {
    queue.postpone(kWork, bench.now + kMinute);
  } else if (method == "hasten") {
    queue.hasten(kWork, bench.now);
  } else if (method == "expedite") {
    queue.expedite(bench.now);
  } else {
    bench.now += kMinute;
  }
  return stateOf(bench) + output;
}

const Table kTable{
    {"absent", "given up", "ready", "ready, urgent", "ready, failed once", "waiting", "waiting, urgent",
     "waiting, failed once", "in flight", "in flight, urgent", "in flight, failed once"},
    {"add", "addUrgent", "take", "succeeded", "failed", "released", "postpone", "hasten", "expedite",
     "a minute passes"},
    {
        {"absent",
         {"ready", "ready, urgent", "absent", "absent", "absent [not again]", "absent", "absent", "absent",
          "absent", "absent"}},
        {"given up",
         {"ready", "ready, urgent", "absent", "absent", "absent [not again]", "absent", "absent", "absent",
          "absent", "absent"}},
        {"ready",
         {"ready", "ready, urgent", "in flight", "ready", "ready [not again]", "ready", "waiting", "ready",
          "ready", "ready"}},
        {"ready, urgent",
         {"ready, urgent", "ready, urgent", "in flight, urgent", "ready, urgent", "ready, urgent [not again]",
          "ready, urgent", "waiting, urgent", "ready, urgent", "ready, urgent", "ready, urgent"}},
        {"ready, failed once",
         {"ready, failed once", "ready, failed once", "in flight, failed once", "ready, failed once",
          "ready, failed once [not again]", "ready, failed once", "waiting, failed once",
          "ready, failed once", "ready, failed once", "ready, failed once"}},
        {"waiting",
         {"waiting", "ready, urgent", "in flight", "waiting", "waiting [not again]", "waiting", "waiting",
          "ready", "ready", "ready"}},
        {"waiting, urgent",
         {"waiting, urgent", "ready, urgent", "in flight, urgent", "waiting, urgent",
          "waiting, urgent [not again]", "waiting, urgent", "waiting, urgent", "ready, urgent",
          "ready, urgent", "ready, urgent"}},
        {"waiting, failed once",
         {"waiting, failed once", "waiting, failed once", "in flight, failed once", "waiting, failed once",
          "waiting, failed once [not again]", "waiting, failed once", "waiting, failed once",
          "ready, failed once", "ready, failed once", "ready, failed once"}},
        {"in flight",
         {"in flight", "in flight", "in flight", "absent", "waiting, failed once [again later]", "ready",
          "in flight", "in flight", "in flight", "in flight"}},
        {"in flight, urgent",
         {"in flight, urgent", "in flight, urgent", "in flight, urgent", "absent",
          "waiting, failed once [again later]", "ready, urgent", "in flight, urgent", "in flight, urgent",
          "in flight, urgent", "in flight, urgent"}},
        {"in flight, failed once",
         {"in flight, failed once", "in flight, failed once", "in flight, failed once", "absent",
          "absent [not again]", "ready, failed once", "in flight, failed once", "in flight, failed once",
          "in flight, failed once", "in flight, failed once"}},
    }};

TEST(RetryQueueTable, HasACellForEveryStateAndEveryMethod) { expectNoCellIsMissing(kTable); }

TEST(RetryQueueTable, EveryCellIsWhatHappens) { expectEveryCell(kTable, happen); }

}  // namespace
}  // namespace holdfast::exhaustive
