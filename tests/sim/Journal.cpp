#include "Journal.h"

#include "EventWriter.h"
#include "codec/EffectWriter.h"
#include "common/Bytes.h"

namespace holdfast::sim {

namespace {

enum class Mark : std::uint8_t { Life, Opened, Handed, Died, End };

constexpr std::uint32_t kHashBegin = 0x811c9dc5;

std::uint32_t mix(std::uint32_t hash, std::string_view bytes) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193;
  return hash;
}

void mark(std::string& out, Mark what) { out.push_back(static_cast<char>(what)); }

template <typename Number>
void member(std::string& json, std::string_view name, Number value) {
  if (json.back() != '{') json += ',';
  json.append("\"").append(name).append("\":").append(std::to_string(value));
}

/// What differs from one simulated world to another, in the words of src/codec/ConfigCodec.h.
std::string encodeConfig(const Config& config) {
  std::string json = R"({"writer":")" + config.writer + R"(","seed":)" + std::to_string(config.seed);
  json += R"(,"breaker":{)";
  member(json, "failureThreshold", config.breaker.failureThreshold);
  json += R"(},"batch":{)";
  member(json, "maxMessages", config.batch.maxMessages);
  member(json, "maxBytes", config.batch.maxBytes);
  member(json, "maxMessageBytes", config.batch.maxMessageBytes);
  member(json, "maxBacklogMessages", config.batch.maxBacklogMessages);
  member(json, "maxBacklogBytes", config.batch.maxBacklogBytes);
  member(json, "lanesAtOnce", config.batch.lanesAtOnce);
  member(json, "lanesForNew", config.batch.lanesForNew);
  member(json, "maxPartingBytes", config.batch.maxPartingBytes);
  member(json, "maxPartingRequests", config.batch.maxPartingRequests);
  json += R"(},"log":{)";
  member(json, "maxSegmentBytes", config.log.maxSegmentBytes);
  member(json, "groupBytes", config.log.groupBytes);
  member(json, "windowBytes", config.log.windowBytes);
  member(json, "laneBytes", config.log.laneBytes);
  member(json, "firstRead", config.log.firstRead);
  member(json, "maxRead", config.log.maxRead);
  member(json, "lanesPerSearch", config.log.lanesPerSearch);
  return json + "}}";
}

}  // namespace

void Journal::begin(std::uint64_t seed) {
  hash_ = kHashBegin;
  mark(bytes_, Mark::Life);
  ByteWriter{bytes_}.u64(seed);
}

void Journal::opened(TabId tab, const Config& config) {
  mark(bytes_, Mark::Opened);
  ByteWriter writer{bytes_};
  writer.varint(tab);
  writer.text(encodeConfig(config));
}

void Journal::handing(TabId tab, Time now, const Event& event) {
  mark(bytes_, Mark::Handed);
  ByteWriter writer{bytes_};
  writer.varint(tab);
  writer.u64(static_cast<std::uint64_t>(toMs(now)));
  writer.text(encodeEvent(event));
  effects_.clear();
}

void Journal::came(const Effect& effect) { codec::writeEffect(effect, effects_); }

void Journal::handed(std::optional<Time> deadline) {
  ByteWriter{effects_}.u64(deadline ? static_cast<std::uint64_t>(toMs(*deadline)) + 1 : 0);
  const std::size_t at = bytes_.size();
  ByteWriter{bytes_}.u32(mix(kHashBegin, effects_));
  hash_ = mix(hash_, std::string_view{bytes_}.substr(at));
}

void Journal::died(TabId tab) {
  mark(bytes_, Mark::Died);
  ByteWriter{bytes_}.varint(tab);
}

void Journal::end() {
  mark(bytes_, Mark::End);
  ByteWriter{bytes_}.u32(hash_);
  std::fwrite(bytes_.data(), 1, bytes_.size(), out_.get());
  bytes_.clear();
}

}  // namespace holdfast::sim
