// A lane of the outbox: every state, and every event that concerns it.
#include <optional>

#include "Table.h"
#include "outbox/Outbox.h"

namespace holdfast::exhaustive {
namespace {

std::string recordOf(std::vector<SegmentEntry> entries) {
  return encodeSegment({"tab", "talk", std::move(entries)});
}

SegmentEntry messageOf(Seq seq) {
  return {EntryKind::Message, seq, timeFromMs(1), "m" + std::to_string(seq), "{\"a\":1}"};
}

/// The first or the second half of a message.
SegmentEntry halfOf(Seq seq, std::uint32_t part) {
  return {EntryKind::Message,
          seq,
          timeFromMs(1),
          "m" + std::to_string(seq),
          part == 0 ? "{\"a\"" : ":1}",
          part,
          2};
}

LogConfig tight() {
  LogConfig config;
  config.windowBytes = 1;
  return config;
}

/// No read has it.
constexpr Ticket kNobodys = 99;

struct Bench {
  Outbox outbox{{}, tight()};
  LaneId id = 0;
  ParkedLedger parked{};
  std::vector<Outbox::Damage> damaged{};

  [[nodiscard]] Lane& lane() { return *outbox.find(id); }
  void open() { id = outbox.open("talk"); }
  void adopt(SegmentKey key, std::vector<SegmentEntry> entries) {
    outbox.adopt(lane(), {key, recordOf(std::move(entries))}, parked, damaged);
  }
  void beginRead() { static_cast<void>(outbox.beginRead(id)); }
  /// Of a record that follows the first.
  void read() {
    outbox.announce(lane(), 2, 1);
    beginRead();
  }
  /// The answer to the read that is under way.
  std::string answer(std::vector<StoredSegment> segments, bool reachedEnd, bool failed) {
    const Ticket ticket = id == 0 ? kNobodys : lane().reading.value_or(kNobodys);
    const bool isAwaited =
        outbox.endRead({ticket, std::move(segments), reachedEnd, failed}, parked, damaged).has_value();
    return isAwaited ? "" : " [nobody waited]";
  }
};

Bench benchIn(std::string_view state) {
  Bench bench;
  if (state == "absent") return bench;
  bench.open();
  if (state == "spent") return bench;
  if (state == "0 entries, more" || state == "0 entries, more, reading") {
    bench.outbox.announce(bench.lane(), 1, 2);
    if (state.ends_with("reading")) bench.beginRead();
    return bench;
  }
  if (state.starts_with("0 entries, half a message")) {
    bench.adopt(1, {halfOf(1, 0)});
    if (state.ends_with("reading")) bench.read();
    return bench;
  }
  bench.adopt(1, {messageOf(1), messageOf(2)});
  if (state == "2 entries, half a message") bench.adopt(2, {halfOf(3, 0)});
  if (state == "2 entries, more") bench.outbox.announce(bench.lane(), 2, 1);
  if (state == "2 entries, renumbered") bench.outbox.renumber(bench.id, "tab", "fresh");
  if (state == "2 entries, 1 buried") bench.outbox.bury(bench.lane(), 0);
  if (state.starts_with("2 entries, 2 in flight")) bench.outbox.beginBatch(bench.lane());
  if (state.ends_with("in flight, more, reading")) bench.read();
  return bench;
}

std::string stateOf(Bench& bench) {
  const Lane* lane = bench.id == 0 ? nullptr : bench.outbox.find(bench.id);
  if (lane == nullptr) return "absent";
  if (lane->isSpent()) return "spent";
  std::string text =
      std::to_string(lane->entries.size()) + (lane->entries.size() == 1 ? " entry" : " entries");
  std::size_t buried = 0;
  bool isRenumbered = !lane->entries.empty();
  for (const LaneEntry& entry : lane->entries) {
    buried += entry.tombstone ? 1U : 0U;
    isRenumbered = isRenumbered && *entry.writer == "fresh" && entry.seq > 0;
  }
  if (lane->inFlight > 0) text += ", " + std::to_string(lane->inFlight) + " in flight";
  if (buried > 0) text += ", " + std::to_string(buried) + " buried";
  if (isRenumbered) text += ", renumbered";
  if (lane->unfinished) text += ", half a message";
  if (lane->more()) text += ", more";
  return lane->reading ? text + ", reading" : text;
}

/// The record that follows what was read in each state.
SegmentKey nextKey(Bench& bench) { return bench.id == 0 ? 1 : bench.lane().readTo + 1; }

std::string keysOf(const std::vector<SegmentKey>& keys) {
  std::string text = " [settles";
  for (const SegmentKey key : keys) text += " " + std::to_string(key);
  return keys.empty() ? " [settles nothing]" : text + "]";
}

std::string happen(std::string_view state, std::string_view event) {
  Bench bench = benchIn(state);
  EXPECT_EQ(stateOf(bench), state);
  std::string output;
  if (event == "open") {
    bench.open();
  } else if (event == "a record is announced") {
    bench.outbox.announce(bench.lane(), bench.lane().knownTo + 1, 1);
  } else if (event == "an old record is announced") {
    bench.outbox.announce(bench.lane(), bench.lane().readTo, 1);
  } else if (event == "a message is written") {
    bench.adopt(nextKey(bench), {messageOf(9)});
  } else if (event == "the other half is written") {
    bench.adopt(nextKey(bench), {halfOf(bench.lane().entries.empty() ? 1 : 3, 1)});
  } else if (event == "a read begins") {
    bench.beginRead();
  } else if (event == "a record is read") {
    output = bench.answer({{nextKey(bench), recordOf({messageOf(9)})}}, false, false);
  } else if (event == "the end is read") {
    output = bench.answer({}, true, false);
  } else if (event == "the read fails") {
    output = bench.answer({}, true, true);
  } else if (event == "a batch begins") {
    bench.outbox.beginBatch(bench.lane());
  } else if (event == "the batch is taken back") {
    bench.outbox.takeBack(bench.lane());
  } else if (event == "the batch is settled") {
    output = keysOf(bench.outbox.settleBatch(bench.id));
  } else if (event == "it is numbered anew") {
    output = " [" + std::to_string(bench.outbox.renumber(bench.id, "tab", "fresh")) + " numbers]";
  } else if (event == "the first is parked") {
    bench.outbox.bury(bench.lane(), 0);
  } else if (event == "memory is full") {
    bench.outbox.shrink();
  } else if (event == "it is closed") {
    bench.outbox.close(bench.id);
  } else {
    bench.outbox.reset();
  }
  for (const Outbox::Damage& damage : bench.damaged)
    output += " [" + std::to_string(damage.key) + " is damaged]";
  return stateOf(bench) + output;
}

const Table kTable{
    {"absent", "spent", "0 entries, more", "0 entries, more, reading", "0 entries, half a message",
     "0 entries, half a message, more, reading", "2 entries", "2 entries, more", "2 entries, half a message",
     "2 entries, renumbered", "2 entries, 1 buried", "2 entries, 2 in flight",
     "2 entries, 2 in flight, more, reading"},
    {"open", "a record is announced", "an old record is announced", "a message is written",
     "the other half is written", "a read begins", "a record is read", "the end is read", "the read fails",
     "a batch begins", "the batch is taken back", "the batch is settled", "it is numbered anew",
     "the first is parked", "memory is full", "it is closed", "the lead is lost"},
    {
        {"absent",
         {"spent", kRuledOut, kRuledOut, kRuledOut, kRuledOut, kRuledOut, "absent [nobody waited]",
          "absent [nobody waited]", "absent [nobody waited]", kRuledOut, kRuledOut, kRuledOut, kRuledOut,
          kRuledOut, "absent", kRuledOut, "absent"}},
        {"spent",
         {"spent", "0 entries, more", "spent", "1 entry", "spent [1 is damaged]", kRuledOut,
          "spent [nobody waited]", "spent [nobody waited]", "spent [nobody waited]", kRuledOut, kRuledOut,
          kRuledOut, "spent [0 numbers]", kRuledOut, "spent", "absent", "absent"}},
        {"0 entries, more",
         {"0 entries, more", "0 entries, more", "0 entries, more", "1 entry", "spent [1 is damaged]",
          "0 entries, more, reading", "0 entries, more [nobody waited]", "0 entries, more [nobody waited]",
          "0 entries, more [nobody waited]", kRuledOut, kRuledOut, kRuledOut, "0 entries, more [0 numbers]",
          kRuledOut, "0 entries, more", "absent", "absent"}},
        {"0 entries, more, reading",
         {"0 entries, more, reading", "0 entries, more, reading", "0 entries, more, reading",
          "1 entry, reading", "0 entries, reading [1 is damaged]", kRuledOut, "1 entry", "spent",
          "0 entries, more", kRuledOut, kRuledOut, kRuledOut, "0 entries, more, reading [0 numbers]",
          kRuledOut, "0 entries, more, reading", kRuledOut, "absent"}},
        {"0 entries, half a message",
         {"0 entries, half a message", "0 entries, half a message, more", "0 entries, half a message",
          "1 entry [1 is damaged]", "1 entry", kRuledOut, "0 entries, half a message [nobody waited]",
          "0 entries, half a message [nobody waited]", "0 entries, half a message [nobody waited]", kRuledOut,
          kRuledOut, kRuledOut, "0 entries, half a message [0 numbers]", kRuledOut,
          "0 entries, half a message", kRuledOut, "absent"}},
        {"0 entries, half a message, more, reading",
         {"0 entries, half a message, more, reading", "0 entries, half a message, more, reading",
          "0 entries, half a message, more, reading", "1 entry, reading [1 is damaged]", "1 entry, reading",
          kRuledOut, "1 entry [1 is damaged]", "spent [1 is damaged]", "0 entries, more", kRuledOut,
          kRuledOut, kRuledOut, "0 entries, half a message, more, reading [0 numbers]", kRuledOut,
          "0 entries, half a message, more, reading", kRuledOut, "absent"}},
        {"2 entries",
         {"2 entries", "2 entries, more", "2 entries", "3 entries", "2 entries [2 is damaged]", kRuledOut,
          "2 entries [nobody waited]", "2 entries [nobody waited]", "2 entries [nobody waited]",
          "2 entries, 2 in flight", kRuledOut, kRuledOut, "2 entries, renumbered [2 numbers]",
          "2 entries, 1 buried", "0 entries, more", kRuledOut, "absent"}},
        {"2 entries, more",
         {"2 entries, more", "2 entries, more", "2 entries, more", "3 entries", "2 entries [2 is damaged]",
          "2 entries, more, reading", "2 entries, more [nobody waited]", "2 entries, more [nobody waited]",
          "2 entries, more [nobody waited]", "2 entries, 2 in flight, more", kRuledOut, kRuledOut,
          "2 entries, renumbered, more [2 numbers]", "2 entries, 1 buried, more", "0 entries, more",
          kRuledOut, "absent"}},
        {"2 entries, half a message",
         {"2 entries, half a message", "2 entries, half a message, more", "2 entries, half a message",
          "3 entries [2 is damaged]", "3 entries", kRuledOut, "2 entries, half a message [nobody waited]",
          "2 entries, half a message [nobody waited]", "2 entries, half a message [nobody waited]",
          "2 entries, 2 in flight, half a message", kRuledOut, kRuledOut,
          "2 entries, renumbered, half a message [2 numbers]", "2 entries, 1 buried, half a message",
          "0 entries, more", kRuledOut, "absent"}},
        {"2 entries, renumbered",
         {"2 entries, renumbered", "2 entries, renumbered, more", "2 entries, renumbered",
          "3 entries, renumbered", "2 entries, renumbered [2 is damaged]", kRuledOut,
          "2 entries, renumbered [nobody waited]", "2 entries, renumbered [nobody waited]",
          "2 entries, renumbered [nobody waited]", "2 entries, 2 in flight, renumbered", kRuledOut, kRuledOut,
          "2 entries, renumbered [0 numbers]", "2 entries, 1 buried, renumbered", "0 entries, more",
          kRuledOut, "absent"}},
        {"2 entries, 1 buried",
         {"2 entries, 1 buried", "2 entries, 1 buried, more", "2 entries, 1 buried", "3 entries, 1 buried",
          "2 entries, 1 buried [2 is damaged]", kRuledOut, "2 entries, 1 buried [nobody waited]",
          "2 entries, 1 buried [nobody waited]", "2 entries, 1 buried [nobody waited]",
          "2 entries, 2 in flight, 1 buried", kRuledOut, kRuledOut,
          "2 entries, 1 buried, renumbered [2 numbers]", kRuledOut, "0 entries, more", kRuledOut, "absent"}},
        {"2 entries, 2 in flight",
         {"2 entries, 2 in flight", "2 entries, 2 in flight, more", "2 entries, 2 in flight",
          "3 entries, 2 in flight", "2 entries, 2 in flight [2 is damaged]", kRuledOut,
          "2 entries, 2 in flight [nobody waited]", "2 entries, 2 in flight [nobody waited]",
          "2 entries, 2 in flight [nobody waited]", kRuledOut, "2 entries", "spent [settles 1]",
          "2 entries, 2 in flight, renumbered [2 numbers]", "2 entries, 2 in flight, 1 buried",
          "2 entries, 2 in flight", kRuledOut, "absent"}},
        {"2 entries, 2 in flight, more, reading",
         {"2 entries, 2 in flight, more, reading", "2 entries, 2 in flight, more, reading",
          "2 entries, 2 in flight, more, reading", "3 entries, 2 in flight, reading",
          "2 entries, 2 in flight, reading [2 is damaged]", kRuledOut, "3 entries, 2 in flight",
          "2 entries, 2 in flight", "2 entries, 2 in flight, more", kRuledOut, "2 entries, more, reading",
          "0 entries, more, reading [settles 1]",
          "2 entries, 2 in flight, renumbered, more, reading [2 numbers]",
          "2 entries, 2 in flight, 1 buried, more, reading", "2 entries, 2 in flight, more, reading",
          kRuledOut, "absent"}},
    }};

TEST(LaneTable, HasACellForEveryStateAndEveryEvent) { expectNoCellIsMissing(kTable); }

TEST(LaneTable, EveryCellIsWhatHappens) { expectEveryCell(kTable, happen); }

}  // namespace
}  // namespace holdfast::exhaustive
