// npm run sim: lives many simulated lives, and tells of the first in which a promise was broken.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "LastWords.h"
#include "World.h"

namespace {

using namespace holdfast::sim;

struct Options {
  std::uint64_t first = 1;
  std::uint64_t count = 1'000;
  std::uint64_t mostFailures = 10;
  bool isRead = false;
};

bool live(std::uint64_t seed, bool isRead, Tally& tally) {
  beginLife(seed);
  Choices choices{seed};
  Trace trace{isRead ? stdout : nullptr};
  World world{choices, trace};
  try {
    world.run();
    tally.add(world.sim.tally);
    if (isRead) std::printf("seed %llu: all is well\n", static_cast<unsigned long long>(seed));
    return true;
  } catch (const Violation& violation) {
    std::printf("seed %llu broke %s: %s\n", static_cast<unsigned long long>(seed),
                violation.invariant.c_str(), violation.what.c_str());
    std::fflush(stdout);
    return false;
  }
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name{arguments[i]};
    if (name == "--trace")
      options.isRead = true;
    else if (i + 1 < count && name == "--first")
      options.first = std::strtoull(arguments[++i], nullptr, 10);
    else if (i + 1 < count && name == "--seeds")
      options.count = std::strtoull(arguments[++i], nullptr, 10);
    else if (i + 1 < count && name == "--failures")
      options.mostFailures = std::strtoull(arguments[++i], nullptr, 10);
  }
  listenForTheEnd();
  Tally tally;
  std::uint64_t failures = 0;
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t seed = options.first;
       seed < options.first + options.count && failures < options.mostFailures; ++seed) {
    if (!live(seed, options.isRead, tally)) ++failures;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  std::printf("%llu events, %llu messages, %.1f virtual hours, %.0f events a second, %llu failures\n",
              static_cast<unsigned long long>(tally.events), static_cast<unsigned long long>(tally.messages),
              static_cast<double>(tally.virtualMs) / 3'600'000,
              static_cast<double>(tally.events) / taken.count(), static_cast<unsigned long long>(failures));
  for (std::size_t i = 0; i < kFaults; ++i)
    std::printf("  %-28s %llu\n", std::string{kFaultNames[i]}.c_str(),
                static_cast<unsigned long long>(tally.faults[i]));
  return failures == 0 ? 0 : 1;
}
