#include "support/Host.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "codec/AppendCodec.h"

namespace holdfast::test {

namespace {

constexpr std::size_t kMaxMessageBytes = 1024 * 1024;

std::string nameOf(SyncState state) {
  switch (state) {
    case SyncState::Queued: return "queued";
    case SyncState::Saved: return "saved";
    case SyncState::Sending: return "sending";
    case SyncState::Synced: return "synced";
    case SyncState::Parked: return "parked";
  }
  return "?";
}

Config withWriter(Config config, std::string writer) {
  config.writer = std::move(writer);
  config.seed = 42;
  return config;
}

}  // namespace

std::string payloadOf(const std::string& id, const std::string& text) {
  return R"({"id":")" + id + R"(","role":"user","content":")" + text +
         R"(","createdAt":"2026-11-22T10:00:00.000Z"})";
}

Answer Backend::append(const std::string& body) {
  Result<AppendRequest> read = codec::decodeAppendRequest(body, kMaxMessageBytes);
  EXPECT_TRUE(read.ok()) << read.error().detail << " in " << body;
  const AppendRequest& request = requests.emplace_back(std::move(read).value());
  if (std::optional<Answer> instead = fault(request)) return *instead;
  if (knowsOnlyCreated && !created.contains(request.conversationId)) {
    return {404, codec::encodeProblem({404, "conversation-not-found", "No such conversation"})};
  }

  AppendAnswer answer{request.conversationId, request.writer, 1, {}};
  Seq& last = lastSeq_[{request.conversationId, request.writer}];
  for (const AppendItem& item : request.messages) {
    if (item.seq > last + 1) {
      return {409,
              codec::encodeProblem({409, "sequence-gap", "A seq is missing", "", "", last + 1, item.seq})};
    }
    answer.results.push_back(apply(request, item));
    last = std::max(last, item.seq);
  }
  answer.nextSeq = last + 1;
  return {200, codec::encodeAppendAnswer(answer)};
}

Answer Backend::create(const std::string& id, const std::string& body) {
  creations.push_back(body);
  if (std::optional<Answer> instead = creationFault()) return *instead;
  created.insert(id);
  return {201, R"({"id":")" + id + R"(","title":"A talk"})"};
}

AppendResult Backend::apply(const AppendRequest& request, const AppendItem& item) {
  std::vector<std::string>& stored = stored_[request.conversationId];
  if (std::holds_alternative<Tombstone>(item.body)) return {item.seq, "", AppendStatus::Skipped};
  if (const auto* refused = std::get_if<Unacceptable>(&item.body)) {
    return {item.seq,
            refused->id,
            AppendStatus::Rejected,
            {},
            Problem{422, "unacceptable", refused->reason.detail}};
  }
  const auto& message = std::get<Message>(item.body);
  if (message.content == "POISON") {
    return {item.seq, message.id, AppendStatus::Rejected, {}, Problem{422, "poisoned", "It is poison"}};
  }
  const auto known = std::find(stored.begin(), stored.end(), message.id);
  const bool isNew = known == stored.end();
  const auto position = static_cast<std::uint64_t>(known - stored.begin()) + 1;
  if (isNew) stored.push_back(message.id);
  return {item.seq, message.id, isNew ? AppendStatus::Stored : AppendStatus::Duplicate, position, {}};
}

std::string Backend::transcript(const std::string& conversation) const {
  std::string ids;
  const auto found = stored_.find(conversation);
  if (found == stored_.end()) return ids;
  for (const std::string& id : found->second) ids += id + " ";
  return ids;
}

Host::Host(Disk& disk, Backend& backend, std::string writer, Config config)
    : disk_(disk), backend_(backend), core_(withWriter(std::move(config), std::move(writer))) {}

void Host::start(bool leader) {
  ParkedFound found;
  for (const auto& [id, record] : disk_.parked) found.parked.push_back({id, record.place});
  for (const auto& [id, place] : disk_.discarded) found.discarded.push_back({id, place});
  hand(std::move(found));
  hand(LeadershipChanged{leader});
}

std::optional<Error> Host::queue(const std::string& conversation, const std::string& id,
                                 const std::string& text) {
  return core_.handle(MessageQueued{conversation, id, payloadOf(id, text)}, now_);
}

void Host::run() { hand(TurnEnded{}); }

void Host::hand(Event event) {
  events_.push_back(std::move(event));
  while (!events_.empty()) {
    Event next = std::move(events_.front());
    events_.pop_front();
    EXPECT_EQ(core_.handle(std::move(next), now_), std::nullopt);
    while (std::optional<Effect> effect = core_.nextEffect()) perform(*effect);
  }
}

void Host::discard(const std::string& id) {
  disk_.discarded[id] = disk_.parked[id].place;
  disk_.parked.erase(id);
  hand(ParkedDiscarded{id});
}

void Host::wait(Duration duration) {
  const Time end = now_ + duration;
  for (int wakeUps = 0;; ++wakeUps) {
    const std::optional<Time> deadline = core_.nextDeadline();
    if (!deadline || *deadline > end) break;
    ASSERT_LT(wakeUps, 100'000) << "the core spins";
    now_ = std::max(now_, *deadline);
    hand(TimePassed{});
  }
  now_ = end;
}

bool Host::waitForDeadline() {
  const std::optional<Time> deadline = core_.nextDeadline();
  if (!deadline) return false;
  now_ = std::max(now_, *deadline);
  hand(TimePassed{});
  return true;
}

std::string Host::statesOf(const std::string& id) const {
  const auto found = states_.find(id);
  return found == states_.end() ? "" : found->second;
}

void Host::perform(Effect& effect) {
  if (const auto* append = std::get_if<AppendSegments>(&effect)) {
    SegmentsAppended appended{append->ticket, {}, storageIsDurable};
    for (const LogRecord& record : append->records) {
      disk_.segments[++disk_.lastKey] = record;
      appended.keys.push_back(disk_.lastKey);
    }
    for (const std::string& id : append->unpark) {
      disk_.parked.erase(id);
      disk_.discarded.erase(id);
    }
    events_.push_back(std::move(appended));
  } else if (const auto* search = std::get_if<FindLanes>(&effect)) {
    if (searchesAreSlow) {
      slowSearches.push_back(find(*search));
    } else {
      events_.push_back(find(*search));
    }
  } else if (const auto* wanted = std::get_if<ReadLane>(&effect)) {
    events_.push_back(read(*wanted));
    ++reads;
    recordsRead += std::get<LaneRead>(events_.back()).segments.size();
  } else if (auto* settle = std::get_if<SettleSegments>(&effect)) {
    for (ParkedRecord& record : settle->park) disk_.parked[record.messageId] = record;
    for (const std::string& id : settle->unpark) {
      disk_.parked.erase(id);
      disk_.discarded.erase(id);
    }
    for (const SegmentKey key : settle->keys) disk_.segments.erase(key);
  } else if (const auto* damaged = std::get_if<QuarantineSegment>(&effect)) {
    disk_.quarantine[damaged->key] = damaged->reason;
    disk_.segments.erase(damaged->key);
  } else if (const auto* conversation = std::get_if<ReportConversation>(&effect)) {
    conversations.push_back(*conversation);
  } else if (const auto* send = std::get_if<SendBatch>(&effect)) {
    performSend(*send);
  } else if (const auto* abort = std::get_if<AbortRequest>(&effect)) {
    aborted.push_back(abort->request);
    std::erase(unanswered, abort->request);
  } else if (const auto* messages = std::get_if<ReportMessages>(&effect)) {
    for (std::size_t i = 0; i < messages->messageIds.size(); ++i) {
      states_[messages->messageIds[i]] += nameOf(messages->state) + " ";
      if (messages->state == SyncState::Synced)
        positions[messages->messageIds[i]] = messages->positions.at(i);
    }
  } else if (const auto* reported = std::get_if<ReportStatus>(&effect)) {
    status = reported->status;
  } else if (const auto* counted = std::get_if<ReportMetrics>(&effect)) {
    metrics = counted->metrics;
  } else if (const auto* error = std::get_if<ReportError>(&effect)) {
    errors.push_back(*error);
  }
}

LanesFound Host::find(const FindLanes& search) const {
  std::map<std::string, SegmentKey> lanes;
  for (const auto& [key, record] : disk_.segments) lanes[record.conversationId] = key;
  LanesFound found{search.ticket, {}, true, disk_.segments.empty() ? 0 : disk_.segments.rbegin()->first};
  for (auto at = lanes.upper_bound(search.after); at != lanes.end(); ++at) {
    if (found.lanes.size() == search.maxLanes) {
      found.reachedEnd = false;
      break;
    }
    found.lanes.push_back({at->first, at->second});
  }
  return found;
}

LaneRead Host::read(const ReadLane& read) const {
  LaneRead answer{read.ticket, {}, true};
  std::size_t bytes = 0;
  for (auto at = disk_.segments.upper_bound(read.after); at != disk_.segments.end(); ++at) {
    const auto& [key, record] = *at;
    if (record.conversationId != read.conversationId) continue;
    bytes += record.bytes.size();
    const bool full = answer.segments.size() == read.maxSegments || bytes > read.maxBytes;
    if (full && !answer.segments.empty()) {
      answer.reachedEnd = false;
      break;
    }
    answer.segments.push_back({key, record.bytes});
  }
  return answer;
}

void Host::performSend(const SendBatch& send) {
  if (send.keepalive) {
    parting.push_back(send);
    return;
  }
  const auto answerOf = [&] {
    return send.route == Route::Create ? backend_.create(send.creates, send.body)
                                       : backend_.append(send.body);
  };
  switch (network) {
    case Network::Up: {
      Answer answer = answerOf();
      events_.push_back(ResponseArrived{send.request, answer.status, answer.retryAfter, answer.body});
      break;
    }
    case Network::Down: events_.push_back(RequestFailed{send.request, "the network is down"}); break;
    case Network::Silent: unanswered.push_back(send.request); break;
    case Network::LosesAnswers:
      answerOf();
      events_.push_back(RequestFailed{send.request, "the connection was lost"});
      break;
  }
  mostAtOnce = std::max(mostAtOnce, unanswered.size());
}

}  // namespace holdfast::test
