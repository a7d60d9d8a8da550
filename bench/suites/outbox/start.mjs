/** A fresh page that finds messages in its store: from before it opens it to the first request at the backend. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{contestant: string, name: string, counts: ('startFew' | 'startSome' | 'startMany')[]}} Entry */

/** @type {Entry[]} */
export const startEntries = [
  { contestant: 'holdfast', name: 'Holdfast', counts: ['startFew', 'startSome', 'startMany'] },
  { contestant: 'rawRows', name: 'limit: raw keys, then 100 rows', counts: ['startFew', 'startMany'] },
  { contestant: 'idb', name: 'idb, a loop by 100', counts: ['startFew', 'startMany'] },
  { contestant: 'dexie', name: 'Dexie, a loop by 100', counts: ['startFew', 'startMany'] },
  { contestant: 'rxdb', name: 'RxDB, replication by 100', counts: ['startFew', 'startMany'] },
  { contestant: 'workbox', name: 'workbox, replay', counts: ['startFew', 'startMany'] },
  { contestant: 'tanstack', name: 'TanStack', counts: ['startFew', 'startMany'] },
];

/** @param {string} name @param {number} count */
export const startRow = (name, count) => `start with ${count.toLocaleString('en-US')}: ${name}`;

/**
 * Queues what the starts are to find, once: a start whose request is not answered changes nothing.
 * @param {import('./Bench.mjs').Bench} bench
 * @param {string} contestant
 * @param {number} count
 */
export async function seed({ lab, plan, place, sawMemory }, contestant, count) {
  const here = { place: place(contestant), contestant };
  const page = await lab.newPage(here);
  await page.step('seed', here.place, { count, bytes: plan.bytes });
  sawMemory(`filling for "${startRow('Holdfast', count)}"`, await page.wasmBytes());
  await page.close();
  return here;
}

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {{place: string, contestant: string}} here
 * @returns {Promise<{ms: number, ended: boolean}>} `ended`: there was no request before the cap
 */
export async function measureStart({ lab, backend, plan, sawMemory }, here) {
  const page = await lab.newPage(here);
  const first = backend.hold();
  /** @type {number} */
  const begun = await page.step('start', here.place);
  const stop = new AbortController();
  const cap = sleep(plan.startCapMs, undefined, { signal: stop.signal }).catch(() => undefined);
  const arrivedAt = await Promise.race([first, cap]);
  stop.abort();
  // A page that is at work for long would not tell.
  if (arrivedAt !== undefined) sawMemory('Holdfast, first request after a start', await page.wasmBytes());
  await page.close();
  backend.begin();
  if (arrivedAt === undefined) return { ms: plan.startCapMs, ended: true };
  return { ms: arrivedAt - begun, ended: false };
}
