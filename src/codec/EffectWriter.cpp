#include "codec/EffectWriter.h"

#include <variant>

#include "common/Bytes.h"

namespace holdfast::codec {

namespace {

class Writer : public ByteWriter {
 public:
  using ByteWriter::ByteWriter;

  void operator()(const AppendSegments& effect) {
    u32(effect.ticket);
    varint(effect.records.size());
    for (const LogRecord& record : effect.records) {
      text(record.conversationId);
      text(record.bytes);
    }
    list(effect.unpark);
  }

  void operator()(const FindLanes& effect) {
    u32(effect.ticket);
    text(effect.after);
    varint(effect.maxLanes);
  }

  void operator()(const ReadLane& effect) {
    u32(effect.ticket);
    text(effect.conversationId);
    varint(effect.after);
    varint(effect.maxSegments);
    varint(effect.maxBytes);
  }

  void operator()(const QuarantineSegment& effect) {
    varint(effect.key);
    text(effect.reason);
  }

  void operator()(const SettleSegments& effect) {
    list(effect.keys);
    varint(effect.park.size());
    for (const ParkedRecord& parked : effect.park) {
      text(parked.conversationId);
      text(parked.messageId);
      text(parked.payload);
      text(parked.code);
      text(parked.reason);
      varint(parked.place);
    }
    list(effect.unpark);
  }

  void operator()(const SendBatch& effect) {
    u32(effect.request);
    u8(static_cast<std::uint8_t>(effect.route));
    text(effect.creates);
    u8(effect.keepalive ? 1 : 0);
    text(effect.body);
  }

  void operator()(const AbortRequest& effect) { u32(effect.request); }

  void operator()(const ReportMessages& effect) {
    u8(static_cast<std::uint8_t>(effect.state));
    text(effect.conversationId);
    list(effect.messageIds);
    list(effect.positions);
    text(effect.code);
    text(effect.reason);
  }

  void operator()(const ReportConversation& effect) {
    u8(static_cast<std::uint8_t>(effect.state));
    text(effect.conversationId);
    text(effect.body);
    text(effect.code);
    text(effect.reason);
  }

  void operator()(const ReportStatus& effect) {
    const QueueStatus& status = effect.status;
    varint(status.queued);
    varint(status.saved);
    varint(status.sending);
    varint(status.parked);
    u8(static_cast<std::uint8_t>(status.breaker));
    u8(status.online ? 1 : 0);
    u8(status.leader ? 1 : 0);
    u8(static_cast<std::uint8_t>(status.paused));
    u8(status.unread ? 1 : 0);
    time(status.nextAttemptAt);
    text(status.lastError);
    time(status.breakerSince);
    time(status.breakerProbeAt);
  }

  void operator()(const ReportMetrics& effect) {
    varint(effect.metrics.queuedMessages);
    varint(effect.metrics.successfulSyncs);
    varint(effect.metrics.failedSyncs);
    varint(effect.metrics.retryAttempts);
  }

  void operator()(const ReportError& effect) {
    text(effect.code);
    text(effect.detail);
  }

 private:
  void time(std::optional<Time> time) { varint(time ? static_cast<std::uint64_t>(toMs(*time)) : 0); }

  void list(const std::vector<std::string>& texts) {
    varint(texts.size());
    for (const std::string& item : texts) text(item);
  }

  void list(const std::vector<std::uint64_t>& numbers) {
    varint(numbers.size());
    for (const std::uint64_t number : numbers) varint(number);
  }
};

}  // namespace

void writeEffect(const Effect& effect, std::string& out) {
  Writer writer{out};
  writer.u8(static_cast<std::uint8_t>(effect.index()));
  std::visit(writer, effect);
}

}  // namespace holdfast::codec
