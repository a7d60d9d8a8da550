#include "CorePort.h"

#include <utility>

#include "codec/EffectWriter.h"
#include "codec/EventReader.h"
#include "outbox/Segment.h"

namespace holdfast {

std::optional<Error> CorePort::handle(std::string_view event, double nowMs) {
  Result<Event> read = codec::readEvent(event);
  if (!read) return read.error();
  // Beyond 2^53 a double counts no milliseconds any more; such a time is no time.
  constexpr double kLatest = 9007199254740992.0;
  const double ms = nowMs >= 0 && nowMs < kLatest ? nowMs : 0;
  return core_.handle(std::move(read).value(), timeFromMs(static_cast<HostClock::rep>(ms)));
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

std::string describeSegment(std::string_view bytes) {
  const Result<Segment> segment = decodeSegment(bytes);
  std::string json = "[";
  if (segment) {
    for (const SegmentEntry& entry : segment.value().entries) {
      if (json.size() > 1) json.push_back(',');
      json.append(R"({"conversationId":")").append(entry.conversationId);
      json.append(R"(","message":)").append(entry.payload).push_back('}');
    }
  }
  json.push_back(']');
  return json;
}

}  // namespace holdfast
