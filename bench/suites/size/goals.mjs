/** What the size and the start are to be, held against what was measured. */
import { own, replicache, useChat } from './chats.mjs';
import { startRow } from './starts.mjs';

/** @typedef {import('../../lib/suites.mjs').Goal} Goal */

/** Milliseconds. */
const READY = 30;

/**
 * @param {string} name
 * @param {number} limit
 * @param {string} whose
 * @param {number} value
 * @returns {Goal}
 */
const noLarger = (name, limit, whose, value) => ({
  name,
  goal: `at most ${limit.toLocaleString('en-US')} B, as ${whose}`,
  value,
  holds: value <= limit,
});

/**
 * @param {object} measured
 * @param {number} measured.core bytes (brotli) of all of `.`, its WebAssembly among them
 * @param {Map<string, number>} measured.chats bytes (brotli) by contestant
 * @param {Pick<import('../../lib/Samples.mjs').Samples, 'median'>} measured.samples
 * @returns {Goal[]}
 */
export function goalsOf({ core, chats, samples }) {
  const ready = samples.median(startRow(own.name));
  const besides = [replicache, useChat].map(({ contestant, name }) =>
    noLarger(`all of \`.\`, brotli, beside ${name}`, Number(chats.get(contestant)), name, core),
  );
  return [
    ...besides,
    { name: 'import to ready, warm cache', goal: `below ${READY} ms`, value: ready, holds: ready < READY },
  ];
}
