/** Chance that repeats: the same seed gives the same numbers everywhere. */

/**
 * mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 * @param {number} seed
 * @returns {() => number} numbers from 0 to below 1
 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @template T
 * @param {readonly T[]} list
 * @param {() => number} random
 * @returns {T}
 */
export const pick = (list, random) => list[Math.floor(random() * list.length)];

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @param {number} length @param {() => number} random */
export const letters = (length, random) => Array.from({ length }, () => pick([...LETTERS], random)).join('');

/**
 * @template T
 * @param {readonly T[]} list
 * @param {() => number} random
 * @returns {T[]} the same in another order
 */
export function shuffled(list, random) {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}
