/** What streaming is to reach, held against what was measured. */
import { besideFetchRow } from './answering.mjs';
import { bytesAsText, cases, parser, ratioRow, rival, sdks } from './decoding.mjs';

/** @typedef {import('../../lib/suites.mjs').Goal} Goal */

/**
 * @param {import('../../lib/Samples.mjs').Samples} samples
 * @param {string} engine in which something was decoded
 * @returns {Goal[]}
 */
export function decodingGoals(samples, engine) {
  /** @param {import('./decoding.mjs').Case} where @param {string} name @param {number} limit @returns {Goal} */
  const atLeast = (where, name, limit) => {
    const row = ratioRow(engine, where, name);
    const value = samples.median(row);
    return { name: row, goal: `at least ${limit} times`, value, holds: value >= limit };
  };
  const at = cases.find(({ corpus, cut }) => corpus === 'plain' && cut === '16 KiB') ?? cases[0];
  return [
    atLeast(at, rival.name, 2),
    atLeast(at, parser.name, 4),
    ...sdks.map(({ name }) => atLeast(at, name, 10)),
    atLeast(at, bytesAsText.name, 0.5),
    ...cases.filter((where) => where !== at).map((where) => atLeast(where, rival.name, 1)),
  ];
}

/** @param {import('../../lib/Samples.mjs').Samples} samples @returns {Goal[]} */
export const answerGoals = (samples) =>
  /** @type {const} */ (['main thread, at once', 'main thread, live']).map((figure) => {
    const row = besideFetchRow(figure);
    const value = samples.median(row);
    return { name: row, goal: 'at most 2 times', value, holds: value <= 2 };
  });
