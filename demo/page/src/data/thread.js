/**
 * What is shown of a conversation, and where what is written next belongs.
 *
 * @module
 */
import { threadOf } from 'holdfast';

/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').ShownEntry} ShownEntry */

const UNWRITTEN = '?';

/**
 * @param {Entry[]} entries in the order in which they are stored or will be
 * @param {string} conversationId
 * @param {ReadonlySet<string>} choices
 * @returns {ShownEntry[]}
 */
export function shownThread(entries, conversationId, choices) {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const messages = entries.map(({ message }) => message);
  return threadOf(messages, { conversationId, choices }).map(({ message, alternatives, follows }) => ({
    entry: /** @type {Entry} */ (byId.get(message.id)),
    alternatives,
    follows,
  }));
}

/**
 * The message behind which one that is written now has to be put, so that it is seen where it is written. Undefined where
 * it gets there by itself: it is stored behind all that is queued, and before the answer that streams.
 *
 * @param {Entry[]} entries
 * @param {string} conversationId
 * @param {ReadonlySet<string>} choices
 * @returns {string | undefined}
 */
export function placeOfNext(entries, conversationId, choices) {
  /** @type {import('holdfast').ThreadMessage} */
  const unwritten = { id: UNWRITTEN, role: 'user' };
  const streams = entries.findIndex(({ state }) => state === 'streaming');
  /** @type {import('holdfast').ThreadMessage[]} */
  const messages = entries.map(({ message }) => message);
  const next = messages.toSpliced(streams === -1 ? messages.length : streams, 0, unwritten);
  if (threadOf(next, { conversationId, choices }).at(-1)?.message === unwritten) return undefined;
  const shown = shownThread(entries, conversationId, choices);
  return shown.findLast(({ entry }) => entry.state !== 'parked')?.entry.id ?? conversationId;
}
