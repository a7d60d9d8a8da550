// All that the cores of a life were handed, and what came of it: enough to live the same life once more in
// another build of the core. tests/sim/replay.mjs does so in WebAssembly.
//
//   journal = life*
//   life    = u8 0, u64(seed), (opened | handed | died)*, u8 4, u32(hash)
//   opened  = u8 1, varint(tab), text(configuration, JSON)
//   handed  = u8 2, varint(tab), u64(now, ms since the epoch), text(event), u32(hash of the effects and of
//   the
//             next deadline)
//   died    = u8 3, varint(tab)
//
// Hashes are FNV-1a, 32 bits: of the effects' bytes as src/codec/EffectWriter.h tells, then of the deadline
// in ms since the epoch, plus one, as eight bytes (0 for none). The life's is of all of these hashes, four
// bytes each. Numbers are little-endian, as in src/common/Bytes.h.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "Transaction.h"
#include "holdfast/Config.h"
#include "holdfast/Effect.h"
#include "holdfast/Event.h"
#include "holdfast/Time.h"

namespace holdfast::sim {

class Journal {
 public:
  /// Closes the file in the end.
  explicit Journal(std::FILE* out) : out_(out, &std::fclose) {}

  void begin(std::uint64_t seed);
  void opened(TabId tab, const Config& config);
  /// Before the core has it: `event` is not to be had any more afterwards.
  void handing(TabId tab, Time now, const Event& event);
  /// One of the effects that follow.
  void came(const Effect& effect);
  void handed(std::optional<Time> deadline);
  void died(TabId tab);
  void end();

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out_;
  std::string bytes_;
  std::string effects_;
  std::uint32_t hash_ = 0;
};

}  // namespace holdfast::sim
