// Everything that goes wrong in the simulated world, by kind, and how often it did.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace holdfast::sim {

enum class Fault : std::uint8_t {
  RequestLost,
  RequestSilent,
  RequestDoubled,
  RequestSlow,
  AnswerLost,
  AnswerSilent,
  AnswerNonsense,
  FaultyStatus,
  RetryAfter,
  Unauthorized,
  MessageRejected,
  BatchRefused,
  ConversationGone,
  CreationRefused,
  ServerCrashedBefore,
  ServerCrashedAfter,
  ServerForgot,
  Outage,
  Offline,
  TransactionAborted,
  TransactionSlow,
  DiskFull,
  DiskUnreadable,
  RecordDamaged,
  PowerLost,
  TabKilled,
  TabClosed,
  TabFrozen,
  LeadStolen,
  HintLost,
  HintDoubled,
  HintLate,
  TimerLate,
  TimerSpurious,
  ClockBackwards,
  Count
};

constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::Count);

constexpr std::array<std::string_view, kFaults> kFaultNames{"request lost",
                                                            "request never answered",
                                                            "request doubled",
                                                            "request slow",
                                                            "answer lost",
                                                            "answer never comes",
                                                            "answer is nonsense",
                                                            "faulty status",
                                                            "Retry-After",
                                                            "401 or 403",
                                                            "message rejected",
                                                            "batch refused",
                                                            "conversation gone",
                                                            "creation refused",
                                                            "server crash before commit",
                                                            "server crash after commit",
                                                            "server forgot its writers",
                                                            "outage",
                                                            "offline",
                                                            "transaction aborted",
                                                            "transaction slow",
                                                            "disk full",
                                                            "disk unreadable",
                                                            "record damaged",
                                                            "power lost",
                                                            "tab killed",
                                                            "tab closed",
                                                            "tab frozen",
                                                            "lead stolen",
                                                            "hint lost",
                                                            "hint doubled",
                                                            "hint late",
                                                            "timer late",
                                                            "timer spurious",
                                                            "clock backwards"};

/// What a run, or many, went through.
struct Tally {
  std::array<std::uint64_t, kFaults> faults{};
  std::uint64_t events = 0;  ///< Handed to a core.
  std::uint64_t messages = 0;
  std::uint64_t virtualMs = 0;

  void count(Fault fault) { ++faults[static_cast<std::size_t>(fault)]; }

  void add(const Tally& other) {
    for (std::size_t i = 0; i < kFaults; ++i) faults[i] += other.faults[i];
    events += other.events;
    messages += other.messages;
    virtualMs += other.virtualMs;
  }
};

}  // namespace holdfast::sim
