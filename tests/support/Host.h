// A host for the core in which time, the log, the network and the backend are commanded by the test.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "holdfast/Append.h"
#include "holdfast/Core.h"

namespace holdfast::test {

/// What all tabs of one browser profile share, and what survives them.
struct Disk {
  std::map<SegmentKey, LogRecord> segments;
  std::map<SegmentKey, std::string> quarantine;
  std::map<std::string, ParkedRecord> parked;
  std::map<std::string, SegmentKey> discarded;
  SegmentKey lastKey = 0;
};

struct Answer {
  int status = 200;
  std::string body;
  std::string retryAfter = {};
};

/// Keeps the sequence rule of protocol v1 in memory.
class Backend {
 public:
  /// Consulted before each request; an answer that it gives is sent instead of handling the request.
  std::function<std::optional<Answer>(const AppendRequest&)> fault = [](const AppendRequest&) {
    return std::nullopt;
  };

  Answer append(const std::string& body);
  Answer create(const std::string& id, const std::string& body);

  /// Ids of the messages of a conversation, in order, with a space after each.
  [[nodiscard]] std::string transcript(const std::string& conversation) const;

  /// As after a restore from an old backup.
  void forgetWriters() { lastSeq_.clear(); }

  std::vector<AppendRequest> requests;
  /// Bodies of the creations that came in, and whether messages wait for them.
  std::vector<std::string> creations;
  std::function<std::optional<Answer>()> creationFault = [] { return std::nullopt; };
  std::set<std::string> created;
  bool knowsOnlyCreated = false;

 private:
  AppendResult apply(const AppendRequest& request, const AppendItem& item);

  std::map<std::string, std::vector<std::string>> stored_;
  std::map<std::pair<std::string, std::string>, Seq> lastSeq_;
};

enum class Network {
  Up,
  Down,         ///< Requests fail at once.
  Silent,       ///< Requests arrive nowhere, and nothing comes back.
  LosesAnswers  ///< Requests are handled; their answers are lost.
};

/// One tab.
class Host {
 public:
  Host(Disk& disk, Backend& backend, std::string writer = "tab-1", Config config = {});

  /// Starts the tab as a leader, or as a follower.
  void start(bool leader = true);

  /// Queues a message in this turn of the event loop.
  std::optional<Error> queue(const std::string& conversation, const std::string& id,
                             const std::string& text = "hi");

  /// Ends the turn and performs all effects that follow without waiting.
  void run();

  void hand(Event event);

  /// The user gives a parked message up.
  void discard(const std::string& id);

  /// Lets time pass, waking the core at its deadlines and no sooner.
  void wait(Duration duration);

  /// Waits for the next deadline. False where there is none.
  bool waitForDeadline();

  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] std::optional<Time> nextDeadline() const { return core_.nextDeadline(); }

  /// The states that were reported for a message, in order, with a space after each.
  [[nodiscard]] std::string statesOf(const std::string& id) const;

  Network network = Network::Up;
  bool storageIsDurable = true;
  /// Answers to searches of the log are kept here, as long as this is true.
  bool searchesAreSlow = false;
  std::vector<LanesFound> slowSearches;
  QueueStatus status;
  Metrics metrics;
  std::vector<ReportError> errors;
  std::map<std::string, std::uint64_t> positions;
  std::vector<RequestId> unanswered;
  std::vector<RequestId> aborted;
  std::size_t mostAtOnce = 0;
  std::vector<ReportConversation> conversations;
  std::vector<SendBatch> parting;
  /// Reads of the log, and the records that they brought.
  std::size_t reads = 0;
  std::size_t recordsRead = 0;

 private:
  void perform(Effect& effect);
  void performSend(const SendBatch& send);
  [[nodiscard]] LanesFound find(const FindLanes& search) const;
  [[nodiscard]] LaneRead read(const ReadLane& read) const;

  Disk& disk_;
  Backend& backend_;
  Core core_;
  Time now_ = timeFromMs(1'750'000'000'000);
  std::deque<Event> events_;
  std::map<std::string, std::string> states_;
};

/// A payload as the JavaScript side makes it.
[[nodiscard]] std::string payloadOf(const std::string& id, const std::string& text);

}  // namespace holdfast::test
