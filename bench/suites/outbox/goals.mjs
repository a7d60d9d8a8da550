/** What the outbox is to reach, held against what was measured. */
import { figure } from '../../lib/table.mjs';
import { cpuRow, durableRow, own, packed, peers } from './durable.mjs';
import { callRow } from './call.mjs';
import { drainEntry, drainRow } from './drain.mjs';
import { startRow } from './start.mjs';

/** @typedef {import('../../lib/suites.mjs').Goal} Goal */

/** @param {string} name @param {number} limit @param {number} value @returns {Goal} */
const atLeast = (name, limit, value) => ({
  name,
  goal: `at least ${limit} times`,
  value,
  holds: value >= limit,
});

/** @param {string} name @param {number} limit @param {number} value @param {string} unit @returns {Goal} */
const atMost = (name, limit, value, unit) => ({
  name,
  goal: `at most ${limit} ${unit}`,
  value,
  holds: value <= limit,
});

/**
 * @param {Pick<import('./Bench.mjs').Bench, 'samples' | 'plan' | 'mostMemory'>} bench after all is measured
 * @returns {Goal[]}
 */
export function goalsOf({ samples, plan, mostMemory }) {
  /** @param {string} way @param {(name: string) => string} row */
  const best = (way, row) =>
    Math.min(...peers.filter((peer) => peer.way === way).map(({ name }) => samples.median(row(name))));
  /** @param {string} name milliseconds a message */
  const drained = (name) => {
    const entry = drainEntry(name);
    return samples.median(drainRow(entry, plan)) / plan[entry.count];
  };
  const durable = samples.median(durableRow(own.name));
  return [
    atLeast('durable, beside the fastest peer one by one', 50, best('queueOneByOne', durableRow) / durable),
    atLeast('durable, beside the fastest peer in bulk', 4, best('queueInBulk', durableRow) / durable),
    atMost(
      'durable, beside raw packed group commit',
      1.5,
      durable / samples.median(durableRow(packed.name)),
      'times',
    ),
    atMost(
      'main thread, beside the cheapest peer one by one',
      0.2,
      samples.median(cpuRow(own.name)) / best('queueOneByOne', cpuRow),
      'times',
    ),
    atMost('a single call', 10, samples.median(callRow('Holdfast')), 'µs'),
    atMost(
      'drain, beside bare fetches',
      1.3,
      drained('Holdfast') / drained('limit: bare fetches by 100'),
      'times',
    ),
    atLeast(
      "drain, beside workbox's replay, a message",
      200,
      drained('workbox, replay') / drained('Holdfast'),
    ),
    atMost(
      `first request with ${figure(plan.startMany)} queued, beside ${figure(plan.startFew)}`,
      2,
      samples.median(startRow('Holdfast', plan.startMany)) /
        samples.median(startRow('Holdfast', plan.startFew)),
      'times',
    ),
    atMost('WebAssembly memory', 8, mostMemory, 'MiB'),
  ];
}
