/** Whether a round kept the promise: what the pages were promised, against what the database holds. */
import { conversationId, isContentOf, originOf } from './messages.mjs';

/**
 * @typedef {object} Row a message as the database holds it
 * @property {string} id
 * @property {string} conversation_id
 * @property {number} position
 * @property {string} content
 * @property {string} created_at RFC 3339, when the page queued it
 *
 * @typedef {object} Evidence
 * @property {ReadonlyMap<string, number>} promised when the test heard that a message is durable, by id; in ms
 *   since the epoch
 * @property {ReadonlySet<string>} synced the messages of which a page was told that the backend has them
 * @property {Row[]} stored by conversation and position
 * @property {Record<string, number>} stalled how many records each store of the browser's log held when the tabs
 *   that survived had had their time; nothing where all depended on a new tab
 * @property {Record<string, number>} log how many it holds at last
 *
 * @typedef {object} Violation
 * @property {'lost' | 'doubled' | 'swapped' | 'overtaken' | 'strange' | 'gap' | 'stalled' | 'parked' | 'left'} kind
 * @property {string} what
 */

/** The page and the test read one clock, but neither in the very instant. */
const clockSlackMs = 50;

/**
 * @param {Evidence} evidence
 * @returns {Violation[]} none where the promise was kept
 */
export function judge({ promised, synced, stored, stalled, log }) {
  return [
    ...findLost(stored, promised.keys(), 'was reported durable'),
    ...findLost(stored, synced, 'was reported synced'),
    ...findDoubled(stored),
    ...stored.flatMap(findStrange),
    ...byConversation(stored).flatMap((rows) => [
      ...findGaps(rows),
      ...findSwapped(rows),
      ...findOvertaken(rows, promised),
    ]),
    ...findLeft(stalled, () => 'stalled', 'no tab delivered what was in'),
    ...findLeft(log, (store) => (store === 'parked' ? 'parked' : 'left'), 'there is something left in'),
  ];
}

/** @param {Row[]} stored */
function byConversation(stored) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of stored)
    groups.set(row.conversation_id, [...(groups.get(row.conversation_id) ?? []), row]);
  return [...groups.values()];
}

/** @param {Row} row */
const place = ({ conversation_id, position }) => `${conversation_id}, position ${position}`;

/**
 * @param {Row[]} stored
 * @param {Iterable<string>} ids
 * @param {string} promise
 * @returns {Violation[]}
 */
function findLost(stored, ids, promise) {
  const found = new Set(stored.map(({ id }) => id));
  return [...ids]
    .filter((id) => !found.has(id))
    .map((id) => ({ kind: 'lost', what: `${id} ${promise} and is not in the database` }));
}

/**
 * By id and by content: a message that was stored under a second id is doubled too.
 * @param {Row[]} stored
 * @returns {Violation[]}
 */
function findDoubled(stored) {
  return /** @type {const} */ (['id', 'content']).flatMap((member) => {
    /** @type {Map<string, Row>} */
    const first = new Map();
    /** @type {Violation[]} */
    const doubled = [];
    for (const row of stored) {
      const earlier = first.get(row[member]);
      if (earlier)
        doubled.push({
          kind: 'doubled',
          what: `the ${member} of ${row.id} is at ${place(earlier)}, and again at ${place(row)}`,
        });
      else first.set(row[member], row);
    }
    return doubled;
  });
}

/**
 * @param {Row} row
 * @returns {Violation[]}
 */
function findStrange(row) {
  const origin = originOf(row.id);
  if (!origin) return [{ kind: 'strange', what: `${place(row)} holds ${row.id}, which nobody queued` }];
  if (conversationId(origin.conversation) !== row.conversation_id)
    return [{ kind: 'strange', what: `${row.id} is in another conversation: ${place(row)}` }];
  if (!isContentOf(row.id, row.content))
    return [{ kind: 'strange', what: `${row.id} has another content: ${row.content.slice(0, 60)}` }];
  return [];
}

/**
 * @param {Row[]} rows of one conversation
 * @returns {Violation[]}
 */
function findGaps(rows) {
  const index = rows.findIndex(({ position }, before) => position !== before + 1);
  return index < 0
    ? []
    : [{ kind: 'gap', what: `${place(rows[index])} is the place of message ${index + 1}` }];
}

/**
 * What one tab queued keeps its order, over all its loads.
 * @param {Row[]} rows of one conversation
 * @returns {Violation[]}
 */
function findSwapped(rows) {
  /** @type {Map<number, {id: string, load: number, number: number}>} */
  const last = new Map();
  return rows.flatMap(({ id, ...row }) => {
    const origin = originOf(id);
    if (!origin) return [];
    const { tab, load, number } = origin;
    const before = last.get(tab);
    last.set(tab, { id, load, number });
    if (!before || before.load < load || (before.load === load && before.number < number)) return [];
    return [{ kind: 'swapped', what: `${id} is behind ${before.id}: ${place({ id, ...row })}` }];
  });
}

/**
 * A message that was durable before another was queued comes before it, whichever tabs they are of.
 * @param {Row[]} rows of one conversation
 * @param {ReadonlyMap<string, number>} promised
 * @returns {Violation[]}
 */
function findOvertaken(rows, promised) {
  /** @type {{id: string, at: number}} */
  let earliest = { id: '', at: Infinity };
  return [...rows].reverse().flatMap((row) => {
    const overtaken = earliest;
    const at = promised.get(row.id) ?? Infinity;
    if (at < earliest.at) earliest = { id: row.id, at };
    const aheadMs = Date.parse(row.created_at) - overtaken.at;
    if (aheadMs <= clockSlackMs) return [];
    const what = `${overtaken.id} was durable ${aheadMs} ms before ${row.id} was queued, and is behind it`;
    return [{ kind: 'overtaken', what: `${what}: ${place(row)}` }];
  });
}

/**
 * @param {Record<string, number>} log
 * @param {(store: string) => Violation['kind']} kindOf
 * @param {string} complaint
 * @returns {Violation[]}
 */
const findLeft = (log, kindOf, complaint) =>
  Object.entries(log)
    .filter(([, records]) => records > 0)
    .map(([store, records]) => ({
      kind: kindOf(store),
      what: `${complaint} the store ${store}: ${records}`,
    }));
