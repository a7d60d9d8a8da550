/** What is said of rounds, in one line each. */
import { duration } from '../../../scripts/lib/report.mjs';
import { faults } from './faults.mjs';

/** @typedef {import('./Round.mjs').Outcome} Outcome */

const faultNames = [...Object.keys(faults), 'replay'];

/** @param {Record<string, number>} counts */
const list = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** @param {Record<string, number>} counts */
function describeCounts(counts) {
  const of = (/** @type {boolean} */ isFault) =>
    Object.fromEntries(Object.entries(counts).filter(([name]) => faultNames.includes(name) === isFault));
  return `blows: ${list(of(false))}; faults: ${list(of(true))}`;
}

/** @param {Outcome} outcome */
export const describeRound = ({ seed, passed, durable, counts, ms }) =>
  `${passed ? 'passed' : 'FAILED'}  seed ${seed}: ${durable} durable; ${describeCounts(counts)}; ${duration(ms)}`;

/** @param {Outcome[]} outcomes */
export function describeRounds(outcomes) {
  const failed = outcomes.filter(({ passed }) => !passed).map(({ seed }) => seed);
  /** @type {Record<string, number>} */
  const totals = {};
  for (const { counts } of outcomes)
    for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
  const durable = outcomes.reduce((sum, round) => sum + round.durable, 0);
  const ms = outcomes.reduce((sum, round) => sum + round.ms, 0);
  const verdict = `${outcomes.length - failed.length} passed${failed.length > 0 ? `, FAILED with the seeds ${failed.join(', ')}` : ''}`;
  return `${outcomes.length} rounds, ${verdict}; ${durable} messages durable; ${describeCounts(totals)}; ${duration(ms)}`;
}
