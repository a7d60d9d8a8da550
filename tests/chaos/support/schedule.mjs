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
  'leave-and-return': 2,
  'freeze-renderer': 1,
  'crash-sender': 3,
  'crash-promised': 2,
  'kill-browser-promised': 1,
  'kill-server': 2,
  'kill-server-in-flight': 2,
  'lock-database': 1,
  'kill-browser': 1,
  'kill-browser-in-flight': 1,
  'go-offline': 1,
};

const longestGapMs = 1000;

/** A browser takes long to start again. */
const mostBrowserKills = 2;

/**
 * @param {import('./Random.mjs').Random} random
 * @returns {Blow[]} in their order
 */
export function drawSchedule(random) {
  const schedule = Array.from({ length: random.between(8, 14) }, () => ({
    afterMs: random.between(0, longestGapMs),
    name: random.weighted(weights),
    tab: random.between(0, tabs - 1),
    forMs: random.between(0, 1500),
    moment: random.pick(/** @type {const} */ (['arrived', 'committed'])),
  }));
  let browserKills = 0;
  return schedule.filter(
    ({ name }) => !name.startsWith('kill-browser') || (browserKills += 1) <= mostBrowserKills,
  );
}
