/** What is said of rounds, in one line each. */
import { duration } from '../../../scripts/lib/report.mjs';

/** @typedef {import('./Round.mjs').Outcome} Outcome */
/** @typedef {import('./Trace.mjs').Counts} Counts */

const groups = /** @type {const} */ (['blows', 'faults', 'complaints']);

/** @param {Record<string, number>} counts */
const list = (counts) =>
  Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** @param {Counts} counts */
const describe = (counts) => groups.map((group) => `${group}: ${list(counts[group])}`).join('; ');

/** @param {Counts[]} all */
function sum(all) {
  /** @type {Counts} */
  const total = { blows: {}, faults: {}, complaints: {} };
  for (const counts of all)
    for (const group of groups)
      for (const [name, count] of Object.entries(counts[group]))
        total[group][name] = (total[group][name] ?? 0) + count;
  return total;
}

/** @param {Outcome} outcome */
export const describeRound = ({ seed, passed, durable, counts, ms }) =>
  `${passed ? 'passed' : 'FAILED'}  seed ${seed}: ${durable} durable; ${describe(counts)}; ${duration(ms)}`;

/** @param {Outcome[]} outcomes */
export function describeRounds(outcomes) {
  const failed = outcomes.filter(({ passed }) => !passed).map(({ seed }) => seed);
  const verdict = failed.length > 0 ? `, ${failed.length} FAILED (seeds ${failed.join(', ')})` : '';
  const durable = outcomes.reduce((total, round) => total + round.durable, 0);
  const ms = outcomes.reduce((total, round) => total + round.ms, 0);
  const counts = describe(sum(outcomes.map((round) => round.counts)));
  const passed = `${outcomes.length} rounds, ${outcomes.length - failed.length} passed${verdict}`;
  return `${passed}; ${durable} messages durable; ${counts}; ${duration(ms)}`;
}
