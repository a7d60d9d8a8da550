// What is to be done: the outputs of the core, as imperatives. The host performs them in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast {

/// Write the records and remove the named parked messages, in ONE strict transaction; then hand in
/// SegmentsAppended.
struct AppendSegments {
  Ticket ticket = 0;
  std::vector<std::string> segments;
  std::vector<std::string> unpark;
};

/// Read the records whose keys follow `after`; then hand in SegmentsRead.
struct ReadSegments {
  Ticket ticket = 0;
  SegmentKey after = 0;
  std::uint32_t maxSegments = 0;
};

struct ParkedRecord {
  std::string conversationId;
  std::string messageId;
  std::string payload;
  std::string code;    ///< The backend's problem code.
  std::string reason;  ///< A sentence for a person.
};

/// Keep the parked messages and forget the settled records, in ONE transaction, in that order.
struct SettleSegments {
  std::vector<SegmentKey> keys;
  std::vector<ParkedRecord> park;
  std::vector<std::string> unpark;
};

/// POST the body to /message/append; then hand in ResponseArrived or RequestFailed.
struct SendBatch {
  RequestId request = 0;
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

enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen };

enum class PauseReason : std::uint8_t { None, User, Unauthorized };

/// Counts are of messages. What another tab queued is counted by the leader once it has read it.
struct QueueStatus {
  std::uint32_t queued = 0;
  std::uint32_t saved = 0;
  std::uint32_t sending = 0;
  std::uint32_t parked = 0;
  BreakerState breaker = BreakerState::Closed;
  bool online = true;
  bool leader = false;
  PauseReason paused = PauseReason::None;
  bool durable = true;
  /// True while the log holds records that are not in the window.
  bool unread = false;
  std::optional<Time> nextAttemptAt = std::nullopt;
  std::string lastError;

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

using Effect = std::variant<AppendSegments, ReadSegments, SettleSegments, SendBatch, AbortRequest,
                            ReportMessages, ReportStatus, ReportMetrics, ReportError>;

}  // namespace holdfast
