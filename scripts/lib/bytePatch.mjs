/** How one binary is written down by another that it resembles. */

/** Shorter pieces than this are not worth a place in the list. */
const leastBytes = 16;

/**
 * @param {Buffer} original
 * @param {Buffer} wanted
 * @returns {{copies: [ownBytes: number, from: number, length: number][], own: Buffer}} `wanted` is, for each entry, so many
 *   of its own bytes, then so many of the original's from there
 */
export function patchOf(original, wanted) {
  const places = placesOf(original);
  /** @type {[number, number, number][]} */
  const copies = [];
  /** @type {number[]} */
  const own = [];
  let fresh = 0;
  let expected = 0;
  for (let at = 0; at < wanted.length;) {
    const piece = wanted.toString('latin1', at, at + leastBytes);
    const isExpected = original.toString('latin1', expected, expected + leastBytes) === piece;
    const from = isExpected ? expected : places.get(piece);
    if (from === undefined || piece.length < leastBytes) {
      own.push(wanted[at]);
      fresh += 1;
      at += 1;
      expected += 1;
      continue;
    }
    const length = sameBytes(original, from, wanted, at);
    copies.push([fresh, from, length]);
    fresh = 0;
    at += length;
    expected = from + length;
  }
  if (fresh > 0) copies.push([fresh, 0, 0]);
  return { copies, own: Buffer.from(own) };
}

/** @param {Buffer} bytes @returns {Map<string, number>} where each piece comes first */
function placesOf(bytes) {
  const places = new Map();
  for (let at = 0; at + leastBytes <= bytes.length; at += 1) {
    const piece = bytes.toString('latin1', at, at + leastBytes);
    if (!places.has(piece)) places.set(piece, at);
  }
  return places;
}

/** @param {Buffer} a @param {number} fromA @param {Buffer} b @param {number} fromB */
function sameBytes(a, fromA, b, fromB) {
  const most = Math.min(a.length - fromA, b.length - fromB);
  let count = 0;
  while (count < most && a[fromA + count] === b[fromB + count]) count += 1;
  return count;
}
