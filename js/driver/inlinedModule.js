/**
 * The WebAssembly as text of the script itself, for `holdfast/inline`. The module without vectors is written down as what
 * it shares with the one that has them, which is nearly all.
 *
 * @module
 */
import { baseline, simd } from '../../dist/inline/wasm.js';
import { hasVectors } from './vectors.js';

/** The module that this engine can run. @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function shippedModule() {
  const module = await inflated(simd);
  return hasVectors() ? module : patched(module, baseline.copies, await inflated(baseline.bytes));
}

/** @param {string} text base64 of a raw deflate stream */
async function inflated(text) {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {Uint8Array} original
 * @param {readonly (readonly number[])[]} copies `[ownBytes, from, length]`: so many of the own bytes, then so many of the
 *   original's from there
 * @param {Uint8Array} own
 */
function patched(original, copies, own) {
  const size = copies.reduce((sum, [ownBytes, , length]) => sum + ownBytes + length, 0);
  const result = new Uint8Array(size);
  let read = 0;
  let written = 0;
  for (const [ownBytes, from, length] of copies) {
    result.set(own.subarray(read, read + ownBytes), written);
    result.set(original.subarray(from, from + length), written + ownBytes);
    read += ownBytes;
    written += ownBytes + length;
  }
  return result;
}
