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

/** @type {Entry[]} */
export const durableEntries = [
  {
    contestant: 'holdfast',
    way: 'queueOneByOne',
    name: 'Holdfast, one by one in one turn (strict)',
    loop: true,
  },
  { contestant: 'holdfast', way: 'queueInTurns', name: 'Holdfast, one by one in turns of 100 (strict)' },
  { contestant: 'rawPacked', way: 'queueInBulk', name: 'limit: raw packed group commit (strict)' },
  { contestant: 'rawRows', way: 'queueInBulk', name: 'limit: raw rows in one transaction (relaxed)' },
  { contestant: 'idb', way: 'queueInBulk', name: 'idb, bulk (relaxed)' },
  { contestant: 'idbKeyval', way: 'queueInBulk', name: 'idb-keyval, bulk (relaxed)' },
  { contestant: 'dexie', way: 'queueInBulk', name: 'Dexie, bulk (relaxed)' },
  { contestant: 'rxdb', way: 'queueInBulk', name: 'RxDB, bulk (relaxed)' },
  { contestant: 'idb', way: 'queueOneByOne', name: 'idb, one by one (relaxed)', pace: 'slow', loop: true },
  {
    contestant: 'idbKeyval',
    way: 'queueOneByOne',
    name: 'idb-keyval, one by one (relaxed)',
    pace: 'slow',
    loop: true,
  },
  {
    contestant: 'dexie',
    way: 'queueOneByOne',
    name: 'Dexie, one by one (relaxed)',
    pace: 'slow',
    loop: true,
  },
  {
    contestant: 'localforage',
    way: 'queueOneByOne',
    name: 'localforage, one by one (relaxed)',
    pace: 'slow',
    loop: true,
  },
  { contestant: 'rxdb', way: 'queueOneByOne', name: 'RxDB, one by one (relaxed)', pace: 'once', loop: true },
  {
    contestant: 'workbox',
    way: 'queueOneByOne',
    name: 'workbox, one by one (relaxed)',
    pace: 'once',
    loop: true,
  },
  {
    contestant: 'tanstack',
    way: 'queueOneByOne',
    name: 'TanStack, one by one (relaxed)',
    pace: 'once',
    loop: true,
  },
];

/** @param {string} name */
export const durableRow = (name) => `durable: ${name}`;
/** @param {string} name */
export const cpuRow = (name) => `main thread: ${name}`;
/** @param {string} name */
export const loopRow = (name) => `a call in the loop: ${name}`;

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {Entry} entry
 */
export async function measureDurable(
  { lab, plan, samples, place, sawMemory },
  { contestant, way, name, loop },
) {
  const { queued: count, bytes, turn } = plan;
  const here = { place: place(contestant), contestant };
  const database = here.place;
  const page = await lab.newPage(here);
  await page.step('prepare', database, { count, bytes });
  const before = await page.mainThreadUs();
  const { ms, loopMs } = await page.step(way, turn);
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
