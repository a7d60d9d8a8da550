// What is to be done: the outputs of the core, as imperatives. The host performs them in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "holdfast/Breaker.h"
#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast {

/// One record of the log, which holds entries of one conversation.
struct LogRecord {
  std::string conversationId;
  std::string bytes;
};

/// Write the records and remove the named parked messages, in ONE strict transaction; then hand in
/// SegmentsAppended.
struct AppendSegments {
  Ticket ticket = 0;
  std::vector<LogRecord> records;
  std::vector<std::string> unpark;
};

/// Say which conversations have records in the log, from the one whose id follows `after`; then hand in
/// LanesFound.
struct FindLanes {
  Ticket ticket = 0;
  std::string after;
  std::uint32_t maxLanes = 0;
};

/// Read the records of this conversation whose keys follow `after`: no more than `maxSegments`, and no more
/// than `maxBytes` but for the first; then hand in LaneRead.
struct ReadLane {
  Ticket ticket = 0;
  std::string conversationId;
  SegmentKey after = 0;
  std::uint32_t maxSegments = 0;
  std::uint32_t maxBytes = 0;
};

struct ParkedRecord {
  std::string conversationId;
  std::string messageId;
  std::string payload;
  std::string code;      ///< The backend's problem code.
  std::string reason;    ///< A sentence for a person.
  SegmentKey place = 0;  ///< The record of the log in which it was.
};

/// Keep the parked messages and forget the settled records, in ONE transaction, in that order.
struct SettleSegments {
  std::vector<SegmentKey> keys;
  std::vector<ParkedRecord> park;
  std::vector<std::string> unpark;
};

/// Move the record out of the log to where damaged records are kept.
struct QuarantineSegment {
  SegmentKey key = 0;
  std::string reason;
};

enum class Route : std::uint8_t { Append, Create };

/// POST the body to /message/append or /conversation/create; then hand in ResponseArrived or RequestFailed.
struct SendBatch {
  RequestId request = 0;
  Route route = Route::Append;
  /// The conversation that is created; it is the idempotency key too. Empty on Append.
  std::string creates;
  /// The request is to outlive the page; nobody waits for its answer.
  bool keepalive = false;
  std::string body;
};

/// The request is overdue: cut it. Its answer, if one still comes, counts for nothing.
struct AbortRequest {
  RequestId request = 0;
};

enum class SyncState : std::uint8_t { Queued, Saved, Sending, Synced, Parked };

/// Messages of one conversation are now in this state.
struct ReportMessages {
  SyncState state = SyncState::Queued;
  std::string conversationId;
  std::vector<std::string> messageIds;
  /// Set on Synced: one for each message, 0 where the backend did not say.
  std::vector<std::uint64_t> positions;
  /// Set on Parked, and on Queued when the storage failed: why.
  std::string code;
  std::string reason;
};

/// The creation of a conversation is now in this state. Synced: the backend's answer is `body`. Parked: it is
/// refused and given up; `code` and `reason` say why.
struct ReportConversation {
  SyncState state = SyncState::Queued;
  std::string conversationId;
  std::string body;
  std::string code;
  std::string reason;
};

enum class PauseReason : std::uint8_t { None, User, Unauthorized };

/// Counts are of messages. What was queued by other tabs and earlier pages is counted by the leader once it
/// has heard of it; until then `unread` is true.
struct QueueStatus {
  std::uint32_t queued = 0;
  std::uint32_t saved = 0;
  std::uint32_t sending = 0;
  std::uint32_t parked = 0;
  BreakerState breaker = BreakerState::Closed;
  bool online = true;
  bool leader = false;
  PauseReason paused = PauseReason::None;
  /// True while the log holds, or may hold, records that are not in the window.
  bool unread = false;
  std::optional<Time> nextAttemptAt = std::nullopt;
  std::string lastError;
  /// When the breaker came into its state; nullopt where it never was in another.
  std::optional<Time> breakerSince = std::nullopt;
  /// When an open breaker lets a probe through; nullopt where it is not open.
  std::optional<Time> breakerProbeAt = std::nullopt;

  bool operator==(const QueueStatus&) const = default;
};

/// The specification's four counters, since the core was made.
struct Metrics {
  std::uint64_t queuedMessages = 0;
  std::uint64_t successfulSyncs = 0;
  std::uint64_t failedSyncs = 0;
  std::uint64_t retryAttempts = 0;

  bool operator==(const Metrics&) const = default;
};

struct ReportStatus {
  QueueStatus status;
};

struct ReportMetrics {
  Metrics metrics;
};

/// Something is wrong that no message is to blame for. `code` is kebab-case.
struct ReportError {
  std::string code;
  std::string detail;
};

using Effect =
    std::variant<AppendSegments, FindLanes, ReadLane, SettleSegments, QuarantineSegment, SendBatch,
                 AbortRequest, ReportMessages, ReportConversation, ReportStatus, ReportMetrics, ReportError>;

}  // namespace holdfast
