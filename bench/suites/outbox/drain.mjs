/** Queued messages, from "go" until the backend has acknowledged all of them and the store is empty. */
import { requireAll, requireCount, requireInOrder, requireNoneTwice } from './verify.mjs';

/**
 * @typedef {object} Entry
 * @property {string} contestant
 * @property {string} name
 * @property {'queued' | 'replayed'} count the member of the plan that says how many messages
 * @property {import('./plan.mjs').Pace} [pace]
 * @property {boolean} [ordered] whether the order is promised, and checked
 * @property {boolean} [keeps] whether what was sent stays in the store
 */

/** @type {Entry[]} */
export const drainEntries = [
  { contestant: 'holdfast', name: 'Holdfast', count: 'queued', ordered: true },
  { contestant: 'bareFetch', name: 'limit: bare fetches by 100', count: 'queued', ordered: true },
  { contestant: 'idb', name: 'idb, a loop by 100', count: 'queued', ordered: true },
  { contestant: 'dexie', name: 'Dexie, a loop by 100', count: 'queued', ordered: true },
  { contestant: 'rxdb', name: 'RxDB, replication by 100', count: 'queued', pace: 'slow', keeps: true },
  // It reads each request's body before it stores it, so what is queued without waiting may change places.
  { contestant: 'workbox', name: 'workbox, replay', count: 'replayed', pace: 'slow' },
  { contestant: 'tanstack', name: 'TanStack', count: 'replayed', pace: 'slow', ordered: true },
];

/** @param {Entry} entry @param {import('./plan.mjs').Plan} plan */
export const drainRow = ({ name, count }, plan) => `drain ${plan[count].toLocaleString('en-US')}: ${name}`;

/** @param {string} name */
export const drainEntry = (name) => {
  const entry = drainEntries.find((one) => one.name === name);
  if (!entry) throw new RangeError(`Nobody named "${name}" drains.`);
  return entry;
};

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {Entry} entry
 */
export async function measureDrain({ lab, backend, plan, samples, place, sawMemory }, entry) {
  const { contestant, ordered, keeps } = entry;
  const count = plan[entry.count];
  const row = drainRow(entry, plan);
  const here = { place: place(contestant), contestant };
  backend.begin();
  const page = await lab.newPage(here);
  await page.step('prepare', here.place, { count, bytes: plan.bytes });
  await page.step('queueAll');
  const ms = await page.step('drain');
  sawMemory(row, await page.wasmBytes());
  (ordered ? requireInOrder : requireAll)(row, count, backend.received);
  requireNoneTwice(row, backend.duplicates);
  await page.step('close');
  await page.close();

  const checker = await lab.newPage(here);
  requireCount(row, keeps ? count : 0, await checker.step('count', here.place));
  await checker.close();
  await lab.clear(here.place);
  samples.add(row, 'ms', ms);
}
