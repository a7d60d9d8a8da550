/** Why a side of a branch does not run: what explained.json says, held against what did not run. */
import { readFileSync } from 'node:fs';
import { Problem } from '../../scripts/lib/Problem.mjs';

/**
 * One side of one branch. It is known by its texts, so that an edit elsewhere in the file leaves it alone; each
 * of two that read the same needs an entry of its own.
 * @typedef {{file: string, line: string, condition: string, side: boolean, reason: string}} Explanation
 * @typedef {import('./branches.mjs').Side} Side
 */

/** @param {Omit<Explanation, 'reason'>} of */
const keyOf = ({ file, line, condition, side }) => JSON.stringify([file, line, condition, side]);

/**
 * @param {string} file
 * @returns {Explanation[]}
 */
export function readExplanations(file) {
  /** @type {Explanation[]} */
  const entries = JSON.parse(readFileSync(file, 'utf8'));
  const bare = entries.find(({ reason }) => typeof reason !== 'string' || !/^\S.*\.$/.test(reason));
  if (bare) throw new Problem(`An explanation needs a reason in a sentence: ${keyOf(bare)}`);
  return entries;
}

/**
 * @param {Side[]} missed the sides that did not run
 * @param {Explanation[]} entries
 * @returns {{explained: number, unexplained: Side[], stale: Explanation[]}} stale: what explains nothing
 */
export function compare(missed, entries) {
  const stale = [...entries];
  const unexplained = missed.filter((side) => {
    const found = stale.findIndex((entry) => keyOf(entry) === keyOf(side));
    if (found >= 0) stale.splice(found, 1);
    return found < 0;
  });
  return { explained: missed.length - unexplained.length, unexplained, stale };
}
