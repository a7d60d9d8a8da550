/** How a body is cut into the parts that a network would bring. */
import { randomOf } from './random.mjs';

/** What a connection brings at once while a model writes: an event or two, and no more than this. */
const LIVE_BYTES = 600;

/** @typedef {'1 KiB' | '16 KiB' | '64 KiB' | 'random cuts' | 'event by event'} Cut */

/** @type {Cut[]} */
export const cuts = ['1 KiB', '16 KiB', '64 KiB', 'random cuts', 'event by event'];

/**
 * @param {Cut} cut
 * @param {import('./corpus.mjs').Answer} answer
 * @returns {Uint8Array[]} views of its bytes
 */
export function chunksOf(cut, { bytes, ends }) {
  if (cut === 'event by event') return cutAt(bytes, ends);
  if (cut === 'random cuts') {
    const random = randomOf(bytes.length);
    return cutAt(
      bytes,
      endsOf(bytes.length, () => 1 + Math.floor(random() * LIVE_BYTES)),
    );
  }
  const size = Number.parseInt(cut, 10) * 1_024;
  return cutAt(
    bytes,
    endsOf(bytes.length, () => size),
  );
}

/** @param {number} length @param {() => number} nextSize */
function endsOf(length, nextSize) {
  const ends = [];
  for (let at = nextSize(); at < length; at += nextSize()) ends.push(at);
  ends.push(length);
  return ends;
}

/** @param {Uint8Array} bytes @param {number[]} ends */
const cutAt = (bytes, ends) => ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
