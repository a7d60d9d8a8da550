#include "Life.h"

#include "Person.h"
#include "World.h"

namespace holdfast::sim {

Life live(Choices& choices, Trace& trace, Journal* journal) {
  World world{choices, trace, journal};
  Person person{world};
  Life life;
  try {
    world.run(person);
  } catch (const Violation& violation) {
    life.broken = violation;
  }
  life.tally = world.sim.tally;
  life.hash = trace.hash();
  return life;
}

}  // namespace holdfast::sim
