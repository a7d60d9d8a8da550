#include "Exhaustion.h"

#include <string>

#include "World.h"

namespace holdfast::sim {

namespace {

std::optional<Violation> live(const Scenario& scenario, Points& points, Interleaving* order, Trace& trace) {
  Choices plainest{Tape{}};
  World world{plainest, trace, scenario.plan, scenario.begunHere, points};
  Script script{world, scenario.steps, order};
  try {
    world.run(script);
    return std::nullopt;
  } catch (const Violation& violation) {
    return violation;
  } catch (const Interleaving::Known&) {
    return std::nullopt;
  }
}

void tell(const Scenario& scenario, const std::string& how, const Violation& violation) {
  std::printf("%s: %s broke %s: %s\n", std::string{scenario.name}.c_str(), how.c_str(),
              violation.invariant.c_str(), violation.what.c_str());
}

}  // namespace

bool Exhaustion::run() {
  bool isWell = true;
  for (const Scenario& scenario : referenceScenarios()) isWell = failAtEveryPoint(scenario) && isWell;
  return liveInEveryOrder(twoTabsAndThreeMessages()) && isWell;
}

std::optional<std::uint32_t> Exhaustion::failAt(const Scenario& scenario,
                                                const std::vector<std::uint32_t>& chosen) {
  Points points{chosen};
  Trace silent;
  ++lives_;
  const std::optional<Violation> broken = live(scenario, points, nullptr, silent);
  if (!broken) return points.reached();
  std::string how = "a failure at";
  for (const std::uint32_t point : chosen) how += " " + std::to_string(point);
  Points again{chosen};
  Trace trace{stdout};
  static_cast<void>(live(scenario, again, nullptr, trace));
  tell(scenario, how, *broken);
  return std::nullopt;
}

bool Exhaustion::failAtEveryPoint(const Scenario& scenario) {
  const std::optional<std::uint32_t> points = failAt(scenario, {});
  if (!points) return false;
  std::uint64_t pairs = 0;
  for (std::uint32_t first = 0; first < *points; ++first) {
    const std::optional<std::uint32_t> reached = failAt(scenario, {first});
    if (!reached) return false;
    for (std::uint32_t second = first + 1; second < *reached; ++second, ++pairs) {
      if (!failAt(scenario, {first, second})) return false;
    }
  }
  std::printf("%s: all is well after a failure at each of %u points, and at each of %llu pairs\n",
              std::string{scenario.name}.c_str(), *points, static_cast<unsigned long long>(pairs));
  std::fflush(stdout);
  return true;
}

bool Exhaustion::liveInEveryOrder(const Scenario& scenario) {
  Interleaving order;
  std::uint64_t orders = 0;
  do {
    Points none{{}};
    Trace silent;
    ++lives_;
    ++orders;
    const std::optional<Violation> broken = live(scenario, none, &order, silent);
    if (!broken) continue;
    order.repeat();
    Trace trace{stdout};
    static_cast<void>(live(scenario, none, &order, trace));
    tell(scenario, "order " + std::to_string(orders), *broken);
    return false;
  } while (order.next());
  std::printf("%s: all is well in every order: %zu states with a choice, %llu orders to come through them\n",
              std::string{scenario.name}.c_str(), order.states(), static_cast<unsigned long long>(orders));
  return true;
}

}  // namespace holdfast::sim
