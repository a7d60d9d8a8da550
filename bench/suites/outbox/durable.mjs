/** Messages that are queued without waiting, until all are durable; and what that costs the main thread. */
import { requireCount } from './verify.mjs';

/**
 * @typedef {object} Entry
 * @property {string} contestant
 * @property {'queueOneByOne' | 'queueInTurns' | 'queueInBulk'} way
 * @property {string} name
 * @property {import('./plan.mjs').Pace} [pace]
 * @property {boolean} [loop] whether the calls themselves are a row too
 */

/** Messages in one turn of the event loop, where they are queued in many. */
const TURN = 100;

/** @param {string} contestant @param {string} name @returns {Entry} */
const bulk = (contestant, name) => ({ contestant, way: 'queueInBulk', name: `${name}, bulk (relaxed)` });

/** @param {string} contestant @param {string} name @param {import('./plan.mjs').Pace} pace @returns {Entry} */
const oneByOne = (contestant, name, pace) => ({
  contestant,
  way: 'queueOneByOne',
  name: `${name}, one by one (relaxed)`,
  pace,
  loop: true,
});

/** @type {Entry} */
export const own = {
  contestant: 'holdfast',
  way: 'queueOneByOne',
  name: 'Holdfast, one by one in one turn (strict)',
  loop: true,
};

/** @type {Entry} */
export const packed = {
  contestant: 'rawPacked',
  way: 'queueInBulk',
  name: 'limit: raw packed group commit (strict)',
};

export const peers = [
  bulk('idb', 'idb'),
  bulk('idbKeyval', 'idb-keyval'),
  bulk('dexie', 'Dexie'),
  bulk('rxdb', 'RxDB'),
  oneByOne('idb', 'idb', 'slow'),
  oneByOne('idbKeyval', 'idb-keyval', 'slow'),
  oneByOne('dexie', 'Dexie', 'slow'),
  oneByOne('localforage', 'localforage', 'slow'),
  oneByOne('rxdb', 'RxDB', 'once'),
  oneByOne('workbox', 'workbox', 'once'),
  oneByOne('tanstack', 'TanStack', 'once'),
];

/** @type {Entry[]} */
export const durableEntries = [
  own,
  {
    contestant: 'holdfast',
    way: 'queueInTurns',
    name: `Holdfast, one by one in turns of ${TURN} (strict)`,
  },
  packed,
  { contestant: 'rawRows', way: 'queueInBulk', name: 'limit: raw rows in one transaction (relaxed)' },
  ...peers,
];

/** @param {string} name */
export const durableRow = (name) => `durable: ${name}`;
/** @param {string} name */
export const cpuRow = (name) => `main thread: ${name}`;
/** @param {string} name */
const loopRow = (name) => `a call in the loop: ${name}`;

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {Entry} entry
 */
export async function measureDurable(
  { lab, plan, samples, place, sawMemory },
  { contestant, way, name, loop },
) {
  const { queued: count, bytes } = plan;
  const here = { place: place(contestant), contestant };
  const database = here.place;
  const page = await lab.newPage(here);
  await page.step('prepare', database, { count, bytes });
  const before = await page.mainThreadUs();
  const { ms, loopMs } = await page.step(way, TURN);
  const used = (await page.mainThreadUs()) - before;
  sawMemory(name, await page.wasmBytes());
  await page.step('close');
  await page.close();

  const checker = await lab.newPage(here);
  requireCount(durableRow(name), count, await checker.step('count', database));
  sawMemory('Holdfast, pending() of a fresh page', await checker.wasmBytes());
  await checker.close();
  await lab.clear(here.place);

  samples.add(durableRow(name), 'ms', ms);
  samples.add(cpuRow(name), 'µs a message', used / count);
  if (loop) samples.add(loopRow(name), 'µs a call', (loopMs * 1_000) / count);
}
