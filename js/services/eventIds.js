/**
 * The ids of a stream's events.
 *
 * @module
 */

/** Numbers, as most servers give them, also several of them, as `1700000000000-3`. */
const COUNTED = /^\d+(?:-\d+)*$/;

/**
 * Whether an event follows the last one that is known. Of ids that count, the order tells; of others, that it is not the
 * known one.
 *
 * @param {string} id empty where the stream has given none yet
 * @param {string} known
 */
export function isNewer(id, known) {
  if (!COUNTED.test(id) || !COUNTED.test(known)) return id !== known;
  const numbers = id.split('-').map(BigInt);
  const others = known.split('-').map(BigInt);
  for (const [i, number] of numbers.entries()) {
    if (number !== (others[i] ?? -1n)) return number > (others[i] ?? -1n);
  }
  return false;
}
