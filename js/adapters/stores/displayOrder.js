/**
 * @typedef {object} Placed
 * @property {import('../../types.js').ChatMessage} message
 * @property {import('../../types.js').SyncState | 'streaming'} state
 * @property {number | null} position the place on the backend
 * @property {number} order the place in this page's queue, later is larger; 0: not known
 */

/**
 * The order in which a conversation is shown, which is the order in which the backend stores it: what has a position by
 * position, then what is on its way in queue order, then the answer that streams.
 *
 * A parked message has no place on the backend. It is shown before the first message that came after it, so that it stays
 * beside what it belongs to.
 *
 * @template {Placed} Entry
 * @param {Iterable<Entry>} entries
 * @returns {Entry[]}
 */
export function inDisplayOrder(entries) {
  /** @type {Entry[]} */
  const parked = [];
  /** @type {Entry[]} */
  const shown = [];
  for (const entry of entries) (entry.state === 'parked' ? parked : shown).push(entry);
  shown.sort((a, b) => rank(a) - rank(b) || place(a) - place(b));
  parked.sort((a, b) => a.order - b.order);
  for (const entry of parked) shown.splice(placeOfParked(entry, shown), 0, entry);
  return shown;
}

/** @param {Placed} entry */
function rank({ position, state }) {
  if (position !== null) return 0;
  return state === 'streaming' ? 2 : 1;
}

/** @param {Placed} entry */
const place = ({ position, order }) => position ?? order;

/** @param {Placed} parked @param {Placed[]} others */
function placeOfParked(parked, others) {
  const later = others.findIndex(
    (entry) => entry.message.parentId === parked.message.id || comesAfter(entry, parked),
  );
  return later === -1 ? others.length : later;
}

/** @param {Placed} entry @param {Placed} parked */
function comesAfter(entry, parked) {
  if (entry.order > 0 && parked.order > 0) return entry.order > parked.order;
  return Date.parse(entry.message.createdAt) > Date.parse(parked.message.createdAt);
}
