#include "Report.h"

#include <ctime>

namespace holdfast::sim {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

namespace {

void printProbes(std::FILE* out, const std::array<std::uint64_t, probe::kCount>& counts) {
  std::string unreached;
  std::size_t reached = 0;
  for (std::size_t i = 0; i < probe::kCount; ++i) {
    if (counts[i] > 0) {
      ++reached;
    } else {
      unreached += (unreached.empty() ? "" : ", ") + std::string{probe::kNames[i]};
    }
  }
  std::fprintf(out, "%zu of %zu code probes reached; never reached: %s\n", reached, probe::kCount,
               unreached.empty() ? "none" : unreached.c_str());
}

}  // namespace

void Report::takeStock() {
  probes = probe::counts;
  // Time of the processor: others may have it too.
  seconds = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void Report::add(const Report& other) {
  tally.add(other.tally);
  lives += other.lives;
  failures += other.failures;
  for (std::size_t i = 0; i < probe::kCount; ++i) probes[i] += other.probes[i];
  seconds += other.seconds;
}

void Report::print(std::FILE* out) const {
  constexpr double kHour = 3'600'000;
  std::fprintf(out, "faults:\n");
  for (std::size_t i = 0; i < kFaults; ++i)
    std::fprintf(out, "  %-28s %12s\n", std::string{kFaultNames[i]}.c_str(),
                 grouped(tally.faults[i]).c_str());
  printProbes(out, probes);
  std::fprintf(out, "%s seeds, %s events, %s messages, %s simulated hours, %s events a second, %s failures\n",
               grouped(lives).c_str(), grouped(tally.events).c_str(), grouped(tally.messages).c_str(),
               grouped(static_cast<std::uint64_t>(static_cast<double>(tally.virtualMs) / kHour)).c_str(),
               grouped(static_cast<std::uint64_t>(static_cast<double>(tally.events) / seconds)).c_str(),
               grouped(failures).c_str());
}

}  // namespace holdfast::sim
