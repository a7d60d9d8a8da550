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

/// The user made a conversation. `payload` is the text of a JSON object: the body of its creation. It goes
/// into the log ahead of the conversation's messages.
struct ConversationQueued {
  std::string conversationId;
  std::string payload;
};

/// The turn of the event loop is over: what was queued in it forms one group.
struct TurnEnded {};

/// The transaction of an AppendSegments is complete; one key for each of its records, rising by one.
struct SegmentsAppended {
  Ticket ticket = 0;
  std::vector<SegmentKey> keys;
  /// False where the storage failed and the records are held in memory alone.
  bool durable = true;
};

/// A conversation that has records in the log, and the key of the last of them.
struct FoundLane {
  std::string conversationId;
  SegmentKey lastKey = 0;
};

/// The answer to a FindLanes, in the order of the conversations' ids.
struct LanesFound {
  Ticket ticket = 0;
  std::vector<FoundLane> lanes;
  bool reachedEnd = true;
  /// The key of the last record in the whole log when it was asked; 0 where it is empty.
  SegmentKey lastKey = 0;
  /// The database could not be searched: nothing follows from what is not here.
  bool failed = false;
};

struct StoredSegment {
  SegmentKey key = 0;
  std::string bytes;
};

/// The answer to a ReadLane: the records of the lane that follow its key, in order of their keys.
struct LaneRead {
  Ticket ticket = 0;
  std::vector<StoredSegment> segments;
  bool reachedEnd = true;
  /// The database could not be read: nothing follows from what is not here.
  bool failed = false;
};

/// A message that was refused, and the record of the log in which it was: that place is to be skipped, and no
/// other one in which the message is queued anew. 0 where it is not known.
struct ParkedPlace {
  std::string messageId;
  SegmentKey place = 0;
};

/// The parked messages that the log holds, before this tab takes the lead. Discarded ones stand for a place
/// in the log that was not skipped yet.
struct ParkedFound {
  std::vector<ParkedPlace> parked;
  std::vector<ParkedPlace> discarded;
};

struct ParkedRetried {
  std::string conversationId;
  std::string messageId;
  std::string payload;
};

/// The user discarded the parked message, in this tab or another; the log says so already.
struct ParkedDiscarded {
  std::string messageId;
};

/// Another tab has queued the parked message anew.
struct ParkedRetriedElsewhere {
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

/// Another tab says that it appended these records, one conversation for each key from `firstKey` on. A hint:
/// it may come late, twice or never. Without conversations it says no more than that something may be new.
struct LogChanged {
  SegmentKey firstKey = 0;
  std::vector<std::string> conversationIds;
};

/// The user wants no waiting: what rests in a back-off is tried now.
struct FlushRequested {};

/// The page may never run again: what can be sent in requests that outlive it goes now. LeadershipChanged
/// follows.
struct PageHidden {};

struct PauseRequested {};
struct ResumeRequested {};

/// A deadline may have passed. Early, late and repeated ones are no-ops.
struct TimePassed {};

using Event = std::variant<MessageQueued, ConversationQueued, TurnEnded, SegmentsAppended, LanesFound,
                           LaneRead, ParkedFound, ParkedRetried, ParkedDiscarded, ParkedRetriedElsewhere,
                           ResponseArrived, RequestFailed, ConnectivityChanged, LeadershipChanged, LogChanged,
                           FlushRequested, PageHidden, PauseRequested, ResumeRequested, TimePassed>;

}  // namespace holdfast
