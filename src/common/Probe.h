// Places in the code that a good test reaches: rare ways through it. Where HOLDFAST_PROBES is defined, as in
// the simulated world, each counts how often it was; elsewhere a probe is nothing.
#pragma once

#ifdef HOLDFAST_PROBES

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#define HOLDFAST_ALL_PROBES(PROBE) \
  PROBE(AllPlacesTaken)            \
  PROBE(AnswerMadeNoSense)         \
  PROBE(AnswerToOthers)            \
  PROBE(AnswerTooLate)             \
  PROBE(AttemptOverdue)            \
  PROBE(BatchHalved)               \
  PROBE(BatchWaitsForMore)         \
  PROBE(BreakerOpen)               \
  PROBE(BudgetSpent)               \
  PROBE(BuriedAsRead)              \
  PROBE(ConversationGone)          \
  PROBE(CreationRefused)           \
  PROBE(DiscardedForgotten)        \
  PROBE(DiscardedTidied)           \
  PROBE(DraftClosed)               \
  PROBE(FrontierGap)               \
  PROBE(GateClosed)                \
  PROBE(GroupFull)                 \
  PROBE(GroupNotKept)              \
  PROBE(LanePutOut)                \
  PROBE(LeadLostInFlight)          \
  PROBE(MessageInParts)            \
  PROBE(MessageJoined)             \
  PROBE(MessageTooOld)             \
  PROBE(OutageOver)                \
  PROBE(PartOutOfPlace)            \
  PROBE(PartingRequest)            \
  PROBE(PartingRequestTooLarge)    \
  PROBE(PartsDropped)              \
  PROBE(PartsForgotten)            \
  PROBE(ReadFailed)                \
  PROBE(ReadFromWithinARecord)     \
  PROBE(RecordDamaged)             \
  PROBE(RenumberedAgain)           \
  PROBE(RenumberedAsRead)          \
  PROBE(RetriedElsewhere)          \
  PROBE(SearchContinued)           \
  PROBE(SearchFailed)              \
  PROBE(SearchTooLate)             \
  PROBE(SettledSinceSearch)        \
  PROBE(SkippedAlive)              \
  PROBE(TombstoneRefused)          \
  PROBE(UnauthorizedTwice)         \
  PROBE(UnpaidReleased)            \
  PROBE(WriterRestarted)

namespace holdfast::probe {

enum class Id : std::size_t {
#define HOLDFAST_PROBE_ID(name) name,
  HOLDFAST_ALL_PROBES(HOLDFAST_PROBE_ID)
#undef HOLDFAST_PROBE_ID
      Count
};

inline constexpr std::size_t kCount = static_cast<std::size_t>(Id::Count);

inline constexpr std::array<std::string_view, kCount> kNames{
#define HOLDFAST_PROBE_NAME(name) #name,
    HOLDFAST_ALL_PROBES(HOLDFAST_PROBE_NAME)
#undef HOLDFAST_PROBE_NAME
};

/// Of one thread: the core has no more.
inline std::array<std::uint64_t, kCount> counts{};

}  // namespace holdfast::probe

#define HOLDFAST_PROBE(name) \
  ++::holdfast::probe::counts[static_cast<std::size_t>(::holdfast::probe::Id::name)]

#else

#define HOLDFAST_PROBE(name) static_cast<void>(0)

#endif
