/**
 * Elements for any framework, or none, that show where messages are:
 *
 * ```html
 * <holdfast-status></holdfast-status>
 * <holdfast-message-state message-id="…"></holdfast-message-state>
 * ```
 *
 * @module
 */
import { SharedHoldfast, stateElement } from './element/stateElement.js';
import { MESSAGE_WORDS, STATUS_WORDS, sayMessage, sayStatus } from './element/words.js';
import { messageStore, statusStore } from './stores.js';

/** @typedef {import('../types.js').Holdfast<any>} Holdfast */
/** @typedef {HTMLElement & {holdfast: Holdfast | null}} HoldfastElement both elements */

/** @type {import('./element/stateElement.js').ElementKind<import('./stores.js').StatusSnapshot>} */
const statusKind = {
  words: STATUS_WORDS,
  attributes: [],
  announced: new Set(Object.keys(STATUS_WORDS).filter((state) => state !== 'looking' && state !== 'sending')),
  storeOf: statusStore,
  say: sayStatus,
};

/** @type {import('./element/stateElement.js').ElementKind<Readonly<import('./stores.js').MessageSnapshot>>} */
const messageKind = {
  words: MESSAGE_WORDS,
  attributes: ['message-id'],
  // A page has many of them, and each goes through all of its states: only what needs a person is read out.
  announced: new Set(['parked', 'failed']),
  storeOf(holdfast, element) {
    const id = element.getAttribute('message-id');
    return id ? messageStore(holdfast, id) : undefined;
  },
  say: sayMessage,
};

/**
 * Defines `<holdfast-status>` and `<holdfast-message-state>`. It may be called again, with a Holdfast that has come meanwhile.
 *
 * @param {object} [options]
 * @param {Holdfast} [options.holdfast] for all elements that have none in their property `holdfast`
 * @param {CustomElementRegistry} [options.registry] default: the page's
 */
export function defineHoldfastElements({ holdfast, registry = customElements } = {}) {
  const known = registry.get('holdfast-status');
  /** @type {SharedHoldfast} */
  const shared = known ? Reflect.get(known, 'shared') : new SharedHoldfast();
  if (!known) {
    registry.define('holdfast-status', stateElement(statusKind, shared));
    registry.define('holdfast-message-state', stateElement(messageKind, shared));
  }
  if (holdfast) shared.holdfast = holdfast;
}
