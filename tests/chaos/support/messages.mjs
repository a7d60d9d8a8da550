/**
 * What a message of a round says of itself: which tab queued it, in which load of that tab, into which
 * conversation, and as which message of that load. The page makes them, the judge reads them.
 */

/**
 * @typedef {object} Origin
 * @property {number} tab
 * @property {number} load counts the loads of the tab
 * @property {number} conversation
 * @property {number} number counts the messages of the load, in the order in which they were queued
 */

const form = /^t(\d+)\.l(\d+)\.c(\d+)\.n(\d+)$/;

/** @param {Origin} origin */
export const idOf = ({ tab, load, conversation, number }) => `t${tab}.l${load}.c${conversation}.n${number}`;

/**
 * @param {string} id
 * @returns {Origin | undefined} undefined where no load of a round made this id
 */
export function originOf(id) {
  const [, tab, load, conversation, number] = form.exec(id)?.map(Number) ?? [];
  return tab === undefined ? undefined : { tab, load, conversation, number };
}

/** @param {Pick<Origin, 'tab' | 'load'>} origin what a tab's load is called in traces and headers */
export const nameOfLoad = ({ tab, load }) => `t${tab}.l${load}`;

/** @param {number} conversation */
export const conversationId = (conversation) => `c${conversation}`;

/**
 * The content tells its message, and how long it has to be: a cut one is noticed.
 * @param {string} id
 * @param {number} size
 */
export const contentOf = (id, size) => `${id} ${size} ${'x'.repeat(size)}`;

/**
 * @param {string} id
 * @param {string} content
 */
export const isContentOf = (id, content) => content === contentOf(id, Number(content.split(' ')[1]));
