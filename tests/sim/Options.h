// What the command line of holdfast_sim asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::sim {

struct Options {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1'000;
  std::uint64_t mostFailures = 10;  ///< Enough to see that something is wrong, and how often.
  std::uint64_t jobs = 1;           ///< Processes that share the seeds.
  bool isRead = false;              ///< Every life is told line by line.
  std::string journalTo;            ///< Where the journal goes (Journal.h); none where it is empty.
  bool exhausts = false;  ///< All failures of the reference scenarios, and all orders, instead of seeds.
  bool shrinks = false;   ///< The first failing life is made as short as it can be.
  std::string tapeTo;     ///< Where to; next to nowhere where it is empty.
  std::vector<std::string> tapes;  ///< Files to live instead of seeds.
  std::string version;             ///< Of what is tested, told with a failure.
};

inline constexpr const char* kUsage =
    "holdfast_sim [--seeds N] [--first S] [--failures N] [--jobs N] [--trace] [--exhaust]\n"
    "             [--journal FILE] [--shrink [--to FILE]] [--version TEXT] [--tape FILE]...\n";

/// nullopt where an argument makes no sense.
[[nodiscard]] std::optional<Options> readOptions(int count, char** arguments);

}  // namespace holdfast::sim
