// npm run sim: lives many simulated lives, and tells of those in which a promise was broken.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "Exhaustion.h"
#include "LastWords.h"
#include "Life.h"
#include "Options.h"
#include "Report.h"
#include "Shrinker.h"
#include "TapeFile.h"
#include "Workers.h"

namespace {

using namespace holdfast::sim;

constexpr std::size_t kMostShrinkLives = 30'000;

class Run {
 public:
  explicit Run(Options options) : options_(std::move(options)) {}

  int all() {
    if (!options_.journalTo.empty()) {
      std::FILE* file = std::fopen(options_.journalTo.c_str(), "wb");
      if (file == nullptr) {
        std::printf("%s cannot be written\n", options_.journalTo.c_str());
        return 2;
      }
      journal_ = std::make_unique<Journal>(file);
    }
    if (!options_.tapes.empty()) {
      playsAll();
    } else if (!livesAll()) {
      return 2;
    }
    report_.print(stdout);
    return report_.failures == 0 ? 0 : 1;
  }

 private:
  /// False where a process did not end well.
  bool livesAll() {
    if (options_.jobs > 1) {
      Workers workers{static_cast<std::uint32_t>(options_.jobs), options_.first, options_.seeds,
                      options_.mostFailures};
      const auto stock = [this] {
        report_.takeStock();
        return report_;
      };
      const std::optional<Report> all =
          workers.run([this](std::uint64_t seed) { return lives(seed); }, stock);
      if (all) report_ = *all;
      return all.has_value();
    }
    for (std::uint64_t i = 0; i < options_.seeds && report_.failures < options_.mostFailures; ++i)
      lives(options_.first + i);
    report_.takeStock();
    return true;
  }

  bool lives(std::uint64_t seed) {
    beginLife(seed);
    Choices choices{seed};
    if (journal_) journal_->begin(seed);
    const bool isWell = passes("seed " + std::to_string(seed), choices);
    if (!isWell) shrink(seed);
    if (journal_) journal_->end();
    return isWell;
  }

  void playsAll() {
    for (const std::string& path : options_.tapes) play(path);
    report_.takeStock();
  }

  void play(const std::string& path) {
    std::optional<Tape> tape = readTape(path);
    if (!tape) {
      std::printf("%s: there is no such file\n", path.c_str());
      ++report_.failures;
      return;
    }
    Choices choices{std::move(*tape)};
    passes(path, choices);
  }

  bool passes(const std::string& name, Choices& choices) {
    Trace trace{options_.isRead ? stdout : nullptr};
    const Life life = live(choices, trace, journal_.get());
    ++report_.lives;
    report_.tally.add(life.tally);
    if (options_.isRead && !life.broken) std::printf("%s: all is well\n", name.c_str());
    if (!life.broken) return true;
    ++report_.failures;
    std::printf("%s%s%s broke %s: %s\n", name.c_str(), options_.version.empty() ? "" : " of version ",
                options_.version.c_str(), life.broken->invariant.c_str(), life.broken->what.c_str());
    std::fflush(stdout);
    broken_ = *life.broken;
    return false;
  }

  void shrink(std::uint64_t seed) {
    if (!options_.shrinks || report_.failures > 1) return;
    Choices kept{seed, true};
    Trace silent;
    const std::string invariant = broken_.invariant;
    if (!live(kept, silent).broken) return;
    Shrinker shrinker{kept.tape(), invariant};
    const Tape& tape = shrinker.shrink(kMostShrinkLives);
    std::printf("the shortest life that breaks %s too, of %zu choices instead of %zu (%zu lives tried):\n",
                invariant.c_str(), tape.size(), kept.tape().size(), shrinker.lives());
    Choices again{tape};
    Trace trace{stdout};
    const Life life = live(again, trace);
    std::printf("broke %s: %s\n", life.broken->invariant.c_str(), life.broken->what.c_str());
    if (options_.tapeTo.empty()) return;
    const std::string comment = life.broken->invariant + ": " + life.broken->what;
    const bool isWritten = writeTape(options_.tapeTo, comment, tape);
    std::printf("%s %s\n", isWritten ? "kept in" : "could not be written to", options_.tapeTo.c_str());
  }

  Options options_;
  std::unique_ptr<Journal> journal_;
  Report report_;
  Violation broken_;
};

}  // namespace

int main(int count, char** arguments) {
  std::optional<Options> options = readOptions(count, arguments);
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  listenForTheEnd();
  if (options->exhausts) {
    Exhaustion exhaustion;
    const bool isWell = exhaustion.run();
    std::printf("%llu lives\n", static_cast<unsigned long long>(exhaustion.lives()));
    return isWell ? 0 : 1;
  }
  return Run{std::move(*options)}.all();
}
