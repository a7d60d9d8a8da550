/**
 * The order in which the backend stores a conversation: what has a position by position, then what is on
 * its way in queue order, then the answer that streams.
 *
 * A parked message has no place on the backend. It stands before the first message that came after it.
 *
 * @param {Iterable<import('./types.js').Entry>} entries
 * @returns {import('./types.js').Entry[]}
 */
export function inStoredOrder(entries) {
  /** @type {import('./types.js').Entry[]} */
  const parked = [];
  /** @type {import('./types.js').Entry[]} */
  const others = [];
  for (const entry of entries) (entry.state === 'parked' ? parked : others).push(entry);
  others.sort((a, b) => rank(a) - rank(b) || place(a) - place(b));
  parked.sort((a, b) => a.order - b.order);
  for (const entry of parked) others.splice(placeOfParked(entry, others), 0, entry);
  return others;
}

/** @param {import('./types.js').Entry} entry */
function rank(entry) {
  if (entry.position !== null) return 0;
  return entry.state === 'streaming' ? 2 : 1;
}

/** @param {import('./types.js').Entry} entry */
const place = (entry) => entry.position ?? entry.order;

/**
 * @param {import('./types.js').Entry} parked
 * @param {import('./types.js').Entry[]} others
 */
function placeOfParked(parked, others) {
  const later = others.findIndex((entry) => comesAfter(entry, parked));
  return later === -1 ? others.length : later;
}

/**
 * @param {import('./types.js').Entry} entry
 * @param {import('./types.js').Entry} parked
 */
function comesAfter(entry, parked) {
  if (entry.order > 0 && parked.order > 0) return entry.order > parked.order;
  return Date.parse(entry.message.createdAt) > Date.parse(parked.message.createdAt);
}
