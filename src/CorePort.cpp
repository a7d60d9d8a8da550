#include "CorePort.h"

#include <utility>

#include "codec/EffectWriter.h"
#include "codec/EventReader.h"
#include "codec/QueuedMessages.h"
#include "log/Segment.h"
#include "log/SegmentVersion1.h"

namespace holdfast {

namespace {

Time timeFrom(double nowMs) {
  // Beyond 2^53 a double counts no milliseconds any more; such a time is no time.
  constexpr double kLatest = 9007199254740992.0;
  const double ms = nowMs >= 0 && nowMs < kLatest ? nowMs : 0;
  return timeFromMs(static_cast<HostClock::rep>(ms));
}

}  // namespace

std::optional<Error> CorePort::handle(std::string_view event, double nowMs) {
  Result<Event> read = codec::readEvent(event);
  if (!read) return read.error();
  return core_.handle(std::move(read).value(), timeFrom(nowMs));
}

std::optional<Error> CorePort::queueMessages(std::string_view messages, double nowMs) {
  codec::QueuedMessages queued{messages};
  while (std::optional<MessageQueued> message = queued.next()) {
    if (std::optional<Error> error = core_.handle(std::move(*message), timeFrom(nowMs))) return error;
  }
  if (queued.ok()) return std::nullopt;
  return Error{ErrorCode::MalformedEvent, "a queued message is cut short"};
}

std::string_view CorePort::drain() {
  effects_.clear();
  while (const std::optional<Effect> effect = core_.nextEffect()) codec::writeEffect(*effect, effects_);
  return effects_;
}

double CorePort::nextDeadlineMs() const {
  const std::optional<Time> deadline = core_.nextDeadline();
  return deadline ? static_cast<double>(toMs(*deadline)) : -1;
}

std::string describeSegments(const std::vector<std::string_view>& records) {
  std::string json = R"({"messages":[)";
  const std::size_t empty = json.size();
  std::string joined;
  std::uint32_t nextPart = 0;
  std::size_t begun = 0;
  for (const std::string_view record : records) {
    const Result<Segment> segment = decodeSegment(record);
    if (!segment) continue;
    if (begun > 0) ++begun;
    for (const SegmentEntry& entry : segment.value().entries) {
      if (entry.kind != EntryKind::Message) continue;
      if (entry.part == 0) {
        joined.clear();
        begun = 1;
      } else if (entry.part != nextPart) {
        continue;
      }
      joined += entry.payload;
      nextPart = entry.part + 1;
      if (nextPart < entry.parts) continue;
      begun = 0;
      nextPart = 0;
      if (json.size() > empty) json.push_back(',');
      json += joined;
    }
  }
  return json + R"(],"begun":)" + std::to_string(begun) + "}";
}

Result<std::vector<LogRecord>> upgradeSegment(std::string_view bytes) {
  const Result<std::vector<Segment>> segments = decodeSegmentVersion1(bytes);
  if (!segments) return segments.error();
  std::vector<LogRecord> records;
  for (const Segment& segment : segments.value())
    records.push_back({segment.conversationId, encodeSegment(segment)});
  return records;
}

}  // namespace holdfast
