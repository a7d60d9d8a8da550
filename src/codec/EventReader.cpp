#include "codec/EventReader.h"

#include <array>
#include <utility>

#include "common/Bytes.h"

namespace holdfast::codec {

namespace {

std::string rest(ByteReader& reader) { return std::string{reader.rest()}; }

template <typename Item, typename ReadItem>
std::vector<Item> list(ByteReader& reader, ReadItem readItem) {
  std::vector<Item> items;
  const std::uint64_t count = reader.varint();
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) items.push_back(readItem(reader));
  return items;
}

std::vector<std::string> texts(ByteReader& reader) {
  return list<std::string>(reader, [](ByteReader& item) { return std::string{item.text()}; });
}

template <typename Queued>
Event readQueued(ByteReader& reader) {
  Queued event;
  event.conversationId = reader.text();
  event.messageId = reader.text();
  event.payload = rest(reader);
  return event;
}

Event read(ByteReader& reader, std::in_place_type_t<MessageQueued>) {
  return readQueued<MessageQueued>(reader);
}
Event read(ByteReader& reader, std::in_place_type_t<ParkedRetried>) {
  return readQueued<ParkedRetried>(reader);
}

Event read(ByteReader& reader, std::in_place_type_t<SegmentsAppended>) {
  SegmentsAppended event;
  event.ticket = reader.u32();
  event.durable = reader.u8() != 0;
  event.keys = list<SegmentKey>(reader, [](ByteReader& item) { return item.varint(); });
  return event;
}

Event read(ByteReader& reader, std::in_place_type_t<ConversationQueued>) {
  ConversationQueued event;
  event.conversationId = reader.text();
  event.payload = rest(reader);
  return event;
}

Event read(ByteReader& reader, std::in_place_type_t<LanesFound>) {
  LanesFound event;
  event.ticket = reader.u32();
  const std::uint8_t how = reader.u8();
  event.reachedEnd = (how & 1U) != 0;
  event.failed = (how & 2U) != 0;
  event.lastKey = reader.varint();
  event.lanes = list<FoundLane>(reader, [](ByteReader& item) {
    std::string conversationId{item.text()};
    return FoundLane{std::move(conversationId), item.varint()};
  });
  return event;
}

Event read(ByteReader& reader, std::in_place_type_t<LaneRead>) {
  LaneRead event;
  event.ticket = reader.u32();
  const std::uint8_t how = reader.u8();
  event.reachedEnd = (how & 1U) != 0;
  event.failed = (how & 2U) != 0;
  event.segments = list<StoredSegment>(reader, [](ByteReader& item) {
    const SegmentKey key = item.varint();
    return StoredSegment{key, std::string{item.text()}};
  });
  return event;
}

std::vector<ParkedPlace> places(ByteReader& reader) {
  return list<ParkedPlace>(reader, [](ByteReader& item) {
    std::string messageId{item.text()};
    return ParkedPlace{std::move(messageId), item.varint()};
  });
}

Event read(ByteReader& reader, std::in_place_type_t<ParkedFound>) {
  std::vector<ParkedPlace> parked = places(reader);
  return ParkedFound{std::move(parked), places(reader)};
}

Event read(ByteReader& reader, std::in_place_type_t<ParkedRetriedElsewhere>) {
  return ParkedRetriedElsewhere{std::string{reader.text()}};
}

Event read(ByteReader& reader, std::in_place_type_t<LogChanged>) {
  const SegmentKey firstKey = reader.varint();
  return LogChanged{firstKey, texts(reader)};
}

Event read(ByteReader& reader, std::in_place_type_t<ParkedDiscarded>) {
  return ParkedDiscarded{std::string{reader.text()}};
}

Event read(ByteReader& reader, std::in_place_type_t<ResponseArrived>) {
  ResponseArrived event;
  event.request = reader.u32();
  event.status = static_cast<int>(reader.varint() & 0xffff);
  event.retryAfter = reader.text();
  event.body = rest(reader);
  return event;
}

Event read(ByteReader& reader, std::in_place_type_t<RequestFailed>) {
  const RequestId request = reader.u32();
  return RequestFailed{request, rest(reader)};
}

Event read(ByteReader& reader, std::in_place_type_t<ConnectivityChanged>) {
  return ConnectivityChanged{reader.u8() != 0};
}

Event read(ByteReader& reader, std::in_place_type_t<LeadershipChanged>) {
  return LeadershipChanged{reader.u8() != 0};
}

/// The kinds that have no fields.
template <typename Kind>
Event read(ByteReader&, std::in_place_type_t<Kind>) {
  return Kind{};
}

template <std::size_t... Kind>
Event readKind(std::size_t kind, ByteReader& reader, std::index_sequence<Kind...>) {
  using ReadOne = Event (*)(ByteReader&);
  constexpr std::array<ReadOne, sizeof...(Kind)> kReaders{[](ByteReader& from) {
    return read(from, std::in_place_type<std::variant_alternative_t<Kind, Event>>);
  }...};
  return kReaders[kind](reader);
}

}  // namespace

Result<Event> readEvent(std::string_view bytes) {
  constexpr std::size_t kKinds = std::variant_size_v<Event>;
  ByteReader reader{bytes};
  const std::size_t kind = reader.u8();
  if (!reader.ok() || kind >= kKinds)
    return Error{ErrorCode::MalformedEvent, "the event has no kind that is known"};
  Event event = readKind(kind, reader, std::make_index_sequence<kKinds>{});
  if (!reader.ok())
    return Error{ErrorCode::MalformedEvent, "an event of kind " + std::to_string(kind) + " is cut short"};
  return event;
}

}  // namespace holdfast::codec
