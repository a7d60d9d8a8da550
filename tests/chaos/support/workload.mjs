/** What one load of a tab queues: bursts and single messages, small and large, with rests between. */
import { conversations } from './shape.mjs';

/**
 * @typedef {{conversation: number, size: number}} Planned
 * @typedef {{restMs: number, messages: Planned[]}} Burst `restMs` goes before it
 */

const large = 20_000;

/** With this, a tab that nothing happens to queues for about as long as a round's blows last. */
const longestRestMs = 350;

/** @param {import('./Random.mjs').Random} random */
const drawSize = (random) =>
  random.chance(0.01) ? random.between(large / 4, large) : random.between(0, 300);

/**
 * @param {import('./Random.mjs').Random} random
 * @param {number} count of messages
 * @returns {Burst[]}
 */
export function drawWorkload(random, count) {
  /** @type {Burst[]} */
  const bursts = [];
  // Some bursts stay in one conversation, so that a batch is full; others go to and fro.
  for (let left = count; left > 0;) {
    const length = Math.min(left, random.chance(0.6) ? 1 : random.between(2, 30));
    const home = random.chance(0.5) ? random.between(0, conversations - 1) : undefined;
    const messages = Array.from({ length }, () => ({
      conversation: home ?? random.between(0, conversations - 1),
      size: drawSize(random),
    }));
    bursts.push({ restMs: random.between(0, longestRestMs), messages });
    left -= length;
  }
  return bursts;
}
