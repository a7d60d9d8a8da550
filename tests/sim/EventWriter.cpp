#include "EventWriter.h"

#include <variant>
#include <vector>

#include "common/Bytes.h"

namespace holdfast::sim {

namespace {

class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out), writer_(out) {}

  void operator()(const MessageQueued& event) { queued(event); }
  void operator()(const ParkedRetried& event) { queued(event); }

  void operator()(const ConversationQueued& event) {
    writer_.text(event.conversationId);
    out_ += event.payload;
  }

  void operator()(const SegmentsAppended& event) {
    writer_.u32(event.ticket);
    writer_.u8(event.durable ? 1 : 0);
    writer_.varint(event.keys.size());
    for (const SegmentKey key : event.keys) writer_.varint(key);
  }

  void operator()(const LanesFound& event) {
    writer_.u32(event.ticket);
    how(event.reachedEnd, event.failed);
    writer_.varint(event.lastKey);
    writer_.varint(event.lanes.size());
    for (const FoundLane& lane : event.lanes) {
      writer_.text(lane.conversationId);
      writer_.varint(lane.lastKey);
    }
  }

  void operator()(const LaneRead& event) {
    writer_.u32(event.ticket);
    how(event.reachedEnd, event.failed);
    writer_.varint(event.segments.size());
    for (const StoredSegment& segment : event.segments) {
      writer_.varint(segment.key);
      writer_.text(segment.bytes);
    }
  }

  void operator()(const ParkedFound& event) {
    places(event.parked);
    places(event.discarded);
  }

  void operator()(const ParkedDiscarded& event) { writer_.text(event.messageId); }
  void operator()(const ParkedRetriedElsewhere& event) { writer_.text(event.messageId); }

  void operator()(const ResponseArrived& event) {
    writer_.u32(event.request);
    writer_.varint(static_cast<std::uint64_t>(event.status));
    writer_.text(event.retryAfter);
    out_ += event.body;
  }

  void operator()(const RequestFailed& event) {
    writer_.u32(event.request);
    out_ += event.reason;
  }

  void operator()(const ConnectivityChanged& event) { writer_.u8(event.online ? 1 : 0); }
  void operator()(const LeadershipChanged& event) { writer_.u8(event.leader ? 1 : 0); }

  void operator()(const LogChanged& event) {
    writer_.varint(event.firstKey);
    writer_.varint(event.conversationIds.size());
    for (const std::string& id : event.conversationIds) writer_.text(id);
  }

  // These have no fields.
  void operator()(const TurnEnded& /*event*/) {}
  void operator()(const FlushRequested& /*event*/) {}
  void operator()(const PageHidden& /*event*/) {}
  void operator()(const PauseRequested& /*event*/) {}
  void operator()(const ResumeRequested& /*event*/) {}
  void operator()(const TimePassed& /*event*/) {}

 private:
  template <typename Queued>
  void queued(const Queued& event) {
    writer_.text(event.conversationId);
    writer_.text(event.messageId);
    out_ += event.payload;
  }

  void how(bool reachedEnd, bool failed) {
    writer_.u8(static_cast<std::uint8_t>((reachedEnd ? 1 : 0) + (failed ? 2 : 0)));
  }

  void places(const std::vector<ParkedPlace>& all) {
    writer_.varint(all.size());
    for (const ParkedPlace& place : all) {
      writer_.text(place.messageId);
      writer_.varint(place.place);
    }
  }

  std::string& out_;
  ByteWriter writer_;
};

}  // namespace

std::string encodeEvent(const Event& event) {
  std::string bytes(1, static_cast<char>(event.index()));
  std::visit(Encoder{bytes}, event);
  return bytes;
}

}  // namespace holdfast::sim
