/**
 * Where a user stands when something is given to a share of all users.
 *
 * @module
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * FNV-1a of the id's UTF-8, through the finalizer of MurmurHash3, which spreads ids that differ in their end alone. It is the
 * same in every page and every version: who is in a share stays in it when the share grows.
 *
 * @param {string} userId
 * @returns {number} from 0 up to, and without, 1; spread evenly
 */
export function placeOf(userId) {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(userId)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
