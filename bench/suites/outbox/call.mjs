/**
 * What one call costs whoever makes it, each in a turn of its own. The page's clock moves in steps of 5 µs, at
 * random within them, so that the mean of several readings is right where one reading is not: the figure is the
 * median of the means of twenty calls.
 */
import { median } from '../../lib/stats.mjs';

const GROUP = 20;

export const callEntries = [
  { contestant: 'holdfast', name: 'Holdfast' },
  { contestant: 'encoded', name: 'limit: JSON.stringify + TextEncoder' },
  { contestant: 'rawRows', name: 'limit: raw row' },
  { contestant: 'idb', name: 'idb' },
  { contestant: 'idbKeyval', name: 'idb-keyval' },
  { contestant: 'dexie', name: 'Dexie' },
  { contestant: 'localforage', name: 'localforage' },
  { contestant: 'rxdb', name: 'RxDB' },
  { contestant: 'workbox', name: 'workbox' },
  { contestant: 'tanstack', name: 'TanStack' },
];

/** @param {string} name */
export const callRow = (name) => `a single call: ${name}`;

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {(typeof callEntries)[number]} entry
 */
export async function measureCall({ lab, plan, samples, place, sawMemory }, { contestant, name }) {
  const here = { place: place(contestant), contestant };
  const page = await lab.newPage(here);
  await page.step('prepare', here.place, { count: plan.single, bytes: plan.bytes });
  /** @type {number[]} */
  const calls = await page.step('queueSingly');
  sawMemory(callRow(name), await page.wasmBytes());
  await page.step('close');
  await page.close();
  await lab.clear(here.place);
  samples.add(callRow(name), 'µs a call', median(meansOfGroups(calls)));
}

/** @param {number[]} values */
function meansOfGroups(values) {
  const means = [];
  for (let at = 0; at < values.length; at += GROUP) {
    const group = values.slice(at, at + GROUP);
    means.push(group.reduce((sum, value) => sum + value, 0) / group.length);
  }
  return means;
}
