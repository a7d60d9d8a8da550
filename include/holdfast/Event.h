// What has happened: the inputs of the core, in the past tense.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace holdfast {

/// The log's own key of a record: rises with every commit, in whichever tab it happens.
using SegmentKey = std::uint64_t;

/// Ties an answer of the log to the effect that asked for it.
using Ticket = std::uint32_t;

/// Ties an answer of the network to the SendBatch that asked for it.
using RequestId = std::uint32_t;

/// The user queued a message. `payload` is the text of a JSON object: the message without its seq.
struct MessageQueued {
  std::string conversationId;
  std::string messageId;
  std::string payload;
};

/// The turn of the event loop is over: what was queued in it forms one group.
struct TurnEnded {};

/// The transaction of an AppendSegments is complete; one key for each of its segments.
struct SegmentsAppended {
  Ticket ticket = 0;
  std::vector<SegmentKey> keys;
  /// False where the storage failed and the records are held in memory alone.
  bool durable = true;
};

struct StoredSegment {
  SegmentKey key = 0;
  std::string bytes;
};

/// The answer to a ReadSegments: the records that follow its key, in order of their keys.
struct SegmentsRead {
  Ticket ticket = 0;
  std::vector<StoredSegment> segments;
  bool reachedEnd = true;
};

/// The parked messages that the log holds, once at the start.
struct ParkedFound {
  std::vector<std::string> messageIds;
};

struct ParkedRetried {
  std::string conversationId;
  std::string messageId;
  std::string payload;
};

struct ParkedDiscarded {
  std::string messageId;
};

/// The backend answered. `retryAfter` is the header's text, empty where there is none.
struct ResponseArrived {
  RequestId request = 0;
  int status = 0;
  std::string retryAfter;
  std::string body;
};

/// The request got no answer. `reason` is a sentence for a person.
struct RequestFailed {
  RequestId request = 0;
  std::string reason;
};

struct ConnectivityChanged {
  bool online = true;
};

struct LeadershipChanged {
  bool leader = false;
};

/// Another tab says that it appended to the log. A hint: it may come late, twice or never.
struct LogChanged {};

/// The user wants no waiting: what rests in a back-off is tried now.
struct FlushRequested {};

struct PauseRequested {};
struct ResumeRequested {};

/// A deadline may have passed. Early, late and repeated ones are no-ops.
struct TimePassed {};

using Event =
    std::variant<MessageQueued, TurnEnded, SegmentsAppended, SegmentsRead, ParkedFound, ParkedRetried,
                 ParkedDiscarded, ResponseArrived, RequestFailed, ConnectivityChanged, LeadershipChanged,
                 LogChanged, FlushRequested, PauseRequested, ResumeRequested, TimePassed>;

}  // namespace holdfast
