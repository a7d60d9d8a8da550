/** What the size and the start are to be, held against what was measured. */
import { own, replicache, useChat } from './chats.mjs';
import { readyRow } from './starts.mjs';

/** Milliseconds. */
const READY = 30;

/** @param {{name: string}} peer */
const beside = ({ name }) => `all of \`.\`, brotli, beside ${name}`;

/** @param {number} bytes */
const count = (bytes) => `${bytes.toLocaleString('en-US')} B`;

/**
 * @param {object} measured
 * @param {number} measured.core bytes (brotli) of all of `.`, its WebAssembly among them
 * @param {Map<string, number>} measured.chats bytes (brotli) by contestant
 * @param {Pick<import('../../lib/Samples.mjs').Samples, 'median'>} measured.ready
 * @returns {import('../../lib/suites.mjs').Goal[]}
 */
export function goalsOf({ core, chats, ready }) {
  const readyMs = ready.median(readyRow(own.name));
  const [least, most] = [replicache, useChat].map(({ contestant }) => chats.get(contestant) ?? NaN);
  return [
    { name: beside(replicache), goal: `at most ${count(least)}`, value: core, holds: core <= least },
    { name: beside(useChat), goal: `below ${count(most)}`, value: core, holds: core < most },
    {
      name: 'import to ready, warm cache',
      goal: `below ${READY} ms`,
      value: readyMs,
      holds: readyMs < READY,
    },
  ];
}
