// Every default of the core, each with its unit and its reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "holdfast/Time.h"

namespace holdfast {

/// How a wait follows from the number of failures so far (Brooker, "Exponential Backoff and Jitter", 2015).
/// The ceiling is min(cap, base * 2^n).
enum class BackoffKind : std::uint8_t {
  FullJitter,   ///< Evenly from the floor to the ceiling: the least load, and the shortest time until all are
                ///< through.
  EqualJitter,  ///< Half of the ceiling, and evenly up to the other half: never a short wait.
  DecorrelatedJitter,  ///< Evenly from the base to three times the wait before, up to the cap.
  Exponential,         ///< The ceiling. Many clients come back at the same moments.
  Constant,            ///< The base.
};

struct BackoffConfig {
  Duration base{1'000};  ///< About what a deploy or a dropped Wi-Fi takes to matter.
  Duration cap{60'000};  ///< The longest that a person waits after the backend is back.
  Duration floor{100};   ///< Full jitter may draw nearly zero; this keeps a loop from spinning.
  BackoffKind kind = BackoffKind::FullJitter;
};

struct RetryConfig {
  BackoffConfig backoff{};
  /// Attempts after the first. The outbox sets none: age bounds its messages, not a count.
  std::optional<std::uint32_t> maxRetries = std::nullopt;
  /// No attempt begins later than this after the work was added. The outbox sets none.
  std::optional<Duration> total = std::nullopt;
};

/// What a breaker remembers of its calls: the last so many, or those of the last so many milliseconds.
enum class WindowKind : std::uint8_t { OfCalls, OfTime };

struct BreakerConfig {
  std::uint32_t failureThreshold = 5;  ///< Failures in a row; 0: not judged. One bad request is no outage.
  double failureRate = 0.5;            ///< Share of the window, above `minimumCalls`; 0: not judged.
  WindowKind window = WindowKind::OfCalls;  ///< Calls alone come and go evenly enough for an outbox.
  std::uint32_t windowCalls = 20;           ///< Calls that a window of calls holds.
  Duration windowSpan{30'000};              ///< Calls that are older say nothing about now, in either window.
  std::uint32_t minimumCalls = 10;          ///< Fewer calls are no sample.
  Duration slowCall{0};                     ///< A call that takes longer is slow; 0: none is.
  double slowRate = 1;                      ///< Share of slow calls that opens it, above `minimumCalls`.
  std::uint32_t probes = 1;                 ///< Calls that have to succeed before it closes.
  Duration open{5'000};                     ///< First rest; doubles with each failed probe.
  Duration maxOpen{60'000};  ///< Equal to the back-off's cap, so that neither waits for the other.
};

/// A bucket of tries that keeps a large client base from multiplying the load of a weak backend.
struct RetryBudgetConfig {
  double capacity = 10;          ///< Retries that may follow each other at once.
  double perSuccess = 0.1;       ///< One retry is earned by ten successes.
  Duration refillEvery{10'000};  ///< And one by waiting, so that an empty bucket delays but never blocks.
};

/// Client-side throttling ("Site Reliability Engineering", 2016, chapter 21): a client that is told no too
/// often tells itself no, with probability max(0, (requests - ratio * accepts) / (requests + 1)).
struct ThrottleConfig {
  double ratio = 2;        ///< Requests for each that is accepted, before any is held back. The book's K.
  Duration span{120'000};  ///< What it looks back on: two minutes, as the book does.
};

/// What the user says of answers with certain statuses; `Classification.h` has the table that this overrides.
enum class StatusRule : std::uint8_t { Again, Paced, Pause, Park };

struct StatusOverride {
  int from = 0;  ///< First and last status that are meant: both the same for one, 400 and 499 for a class.
  int to = 0;
  StatusRule rule = StatusRule::Again;
};

struct BatchConfig {
  std::size_t maxMessages = 100;         ///< What a request carries while little is queued.
  std::size_t maxBytes = 48 * 1024;      ///< Fits `keepalive` and every proxy's default.
  std::size_t maxBacklogMessages = 400;  ///< A backlog doubles its batches up to here while all goes well.
  std::size_t maxBacklogBytes =
      192 * 1024;  ///< A request has a fixed cost of about a millisecond on both sides.
  std::size_t maxMessageBytes = 1024 * 1024;  ///< UTF-8 JSON of one message; a long paste fits.
  std::size_t lanesAtOnce = 4;                ///< Leaves a browser's six connections room for the stream.
  /// Of these, kept for what was queued just now: a backlog in many conversations delays no new message.
  std::size_t lanesForNew = 1;
  std::size_t maxPartingBytes =
      60 * 1024;                       ///< Of all requests that outlive the page: browsers refuse 64 KiB.
  std::size_t maxPartingRequests = 9;  ///< Chromium refuses the tenth.
};

struct LogConfig {
  /// Records stay below this: Chromium moves values over 64 KB into blob files that fail on their own.
  std::size_t maxSegmentBytes = 48 * 1024;
  std::size_t groupBytes = 512 * 1024;    ///< A turn that queues more is written in several transactions.
  std::size_t windowBytes = 1024 * 1024;  ///< Held in memory for lanes that rest, whatever the backlog.
  std::size_t laneBytes = 256 * 1024;     ///< What one read of a lane brings: a large batch and a bit more.
  std::uint32_t firstRead = 4;            ///< Records: less than `laneBytes`, however large they are.
  std::uint32_t maxRead = 256;            ///< Records, where they prove to be small.
  std::uint32_t lanesPerSearch = 64;      ///< Conversations that one search of the log names.
};

struct TimeoutConfig {
  Duration attempt{10'000};             ///< For the smallest request.
  Duration perSixteenKib{1'000};        ///< A slow uplink still moves 16 KiB in a second.
  Duration maxRetryAfter{15 * 60'000};  ///< A `Retry-After` beyond this is taken for a mistake.
  Duration maxAge{7 * 24 * 3'600'000};  ///< A message that could not be sent for a week is parked.
};

struct Config {
  /// REQUIRES: isValidId(writer), fresh for every page session. Source: the host's random numbers.
  std::string writer;
  /// Seeds the jitter. Source: the host's random numbers.
  std::uint64_t seed = 0;
  RetryConfig retry{};
  BreakerConfig breaker{};
  RetryBudgetConfig budget{};
  BatchConfig batch{};
  LogConfig log{};
  TimeoutConfig timeout{};
  std::vector<StatusOverride> classification{};
};

}  // namespace holdfast
