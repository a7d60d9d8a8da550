/** What is destroyed in a round, and when. */
import { tabs } from './shape.mjs';

/**
 * @typedef {import('./blows.mjs').Blow} Blow
 * @typedef {import('./blows.mjs').BlowName} BlowName
 */

/** How often each comes. @type {Record<BlowName, number>} */
const weights = {
  'crash-tab': 3,
  'kill-renderer': 3,
  'close-tab': 1,
  'unload-tab': 1,
  'reload-tab': 2,
  'crash-sender': 3,
  'kill-server': 2,
  'kill-server-in-flight': 2,
  'kill-browser': 1,
  'kill-browser-in-flight': 1,
  'go-offline': 1,
};

/** About as long as a tab queues that nothing happens to. */
const lengthMs = 8000;

/** A browser takes long to start again. */
const mostBrowserKills = 2;

/**
 * @param {import('./Random.mjs').Random} random
 * @returns {Blow[]} in the order of time
 */
export function drawSchedule(random) {
  const schedule = Array.from({ length: random.between(8, 14) }, () => ({
    atMs: random.between(200, lengthMs),
    name: random.weighted(weights),
    tab: random.between(0, tabs - 1),
    forMs: random.between(0, 1500),
    moment: random.pick(/** @type {const} */ (['arrived', 'committed'])),
  }));
  schedule.sort((a, b) => a.atMs - b.atMs);
  let browserKills = 0;
  return schedule.filter(
    ({ name }) => !name.startsWith('kill-browser') || (browserKills += 1) <= mostBrowserKills,
  );
}
