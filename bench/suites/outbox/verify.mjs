/** A figure counts for nothing unless the work was done. */
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { idOf } from './messages.mjs';

/** @param {string} who @param {number} expected @param {number} found */
export function requireCount(who, expected, found) {
  if (found === expected) return;
  throw new Problem(`${who}: the store holds ${found} messages, not ${expected}.`);
}

/**
 * Each message once, and in order.
 * @param {string} who
 * @param {number} expected
 * @param {string[]} received the ids, as they arrived
 */
export function requireInOrder(who, expected, received) {
  requireAll(who, expected, received);
  const wrong = received.findIndex((id, i) => id !== idOf(i + 1));
  if (wrong < 0) return;
  throw new Problem(`${who}: message ${wrong + 1} to arrive was ${received[wrong]}, not ${idOf(wrong + 1)}.`);
}

/**
 * Each message once, in any order.
 * @param {string} who
 * @param {number} expected
 * @param {string[]} received
 */
export function requireAll(who, expected, received) {
  const ids = new Set(received);
  const missing = Array.from({ length: expected }, (_, i) => idOf(i + 1)).filter((id) => !ids.has(id));
  if (missing.length === 0 && received.length === expected) return;
  throw new Problem(
    `${who}: the backend received ${received.length} messages (${ids.size} different ones), not ${expected}; ` +
      `${missing.length} are missing.`,
  );
}

/** @param {string} who @param {number} duplicates messages that were sent again to a backend that had them */
export function requireNoneTwice(who, duplicates) {
  if (duplicates === 0) return;
  throw new Problem(`${who}: ${duplicates} messages were sent twice, though no answer was lost.`);
}
