#include "Workers.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <thread>
#include <type_traits>
#include <vector>

namespace holdfast::sim {

namespace {

constexpr std::uint64_t kSeedsAtOnce = 50;
constexpr std::chrono::milliseconds kLookEvery{20};
constexpr std::chrono::seconds kTellEvery{30};

/// Memory that the processes have in common, all zeros.
template <typename What>
What* inCommon(std::size_t count) {
  void* all = mmap(nullptr, sizeof(What) * count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return all == MAP_FAILED ? nullptr : static_cast<What*>(all);
}

}  // namespace

struct Workers::Shared {
  std::atomic<std::uint64_t> taken{0};  ///< Seeds that somebody lives, or has lived.
  std::atomic<std::uint64_t> lives{0};
  std::atomic<std::uint64_t> failures{0};
};

void Workers::work(Shared& shared, const LiveOne& live) const {
  while (shared.failures < mostFailures_) {
    const std::uint64_t begin = shared.taken.fetch_add(kSeedsAtOnce);
    const std::uint64_t end = std::min(begin + kSeedsAtOnce, seeds_);
    if (begin >= end) return;
    for (std::uint64_t i = begin; i < end && shared.failures < mostFailures_; ++i) {
      if (!live(first_ + i)) ++shared.failures;
      ++shared.lives;
    }
  }
}

void Workers::tellProgress(const Shared& shared) const {
  const std::uint64_t lives = shared.lives;
  std::printf("%s of %s lives, %llu %%, %s failures\n", grouped(lives).c_str(), grouped(seeds_).c_str(),
              static_cast<unsigned long long>(100 * lives / seeds_), grouped(shared.failures).c_str());
  std::fflush(stdout);
}

std::optional<Report> Workers::run(const LiveOne& live, const std::function<Report()>& report) {
  static_assert(std::is_trivially_copyable_v<Report>);
  auto* place = inCommon<Shared>(1);
  auto* reports = inCommon<Report>(jobs_);
  if (place == nullptr || reports == nullptr) return std::nullopt;
  auto& shared = *new (place) Shared;
  std::fflush(stdout);
  std::vector<pid_t> running;
  for (std::uint32_t i = 0; i < jobs_; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      work(shared, live);
      reports[i] = report();
      std::exit(EXIT_SUCCESS);
    }
    if (pid > 0) running.push_back(pid);
  }
  bool isWell = running.size() == jobs_;
  auto told = std::chrono::steady_clock::now();
  while (!running.empty()) {
    std::this_thread::sleep_for(kLookEvery);
    std::erase_if(running, [&](pid_t pid) {
      int status = 0;
      if (waitpid(pid, &status, WNOHANG) == 0) return false;
      if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) isWell = false;
      return true;
    });
    // One that crashed has told its seed: the others need not go on.
    if (!isWell) shared.failures = mostFailures_;
    if (std::chrono::steady_clock::now() - told < kTellEvery) continue;
    told += kTellEvery;
    tellProgress(shared);
  }
  if (!isWell) return std::nullopt;
  Report all;
  for (std::uint32_t i = 0; i < jobs_; ++i) all.add(reports[i]);
  return all;
}

}  // namespace holdfast::sim
