import { threadOf } from '../../index.js';

/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./ConversationEntries.js').ConversationMessage<Metadata>} ConversationMessage
 */
/**
 * A message in its place in the thread that is shown.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {Readonly<{message: ConversationMessage<Metadata>, alternatives: readonly string[], follows: string}>} ThreadItem `alternatives`:
 *   the ids of the messages in this place, oldest first, its own among them; `follows`: the id of what it answers or
 *   follows, or of the conversation for a first one
 */

/** A message that nobody has written yet. */
const UNWRITTEN = /** @type {const} */ ({ id: '?', role: 'user' });

/** What is shown of a conversation that has branches: one thread, with the alternatives that a person chose. */
export class ThreadView {
  #conversationId;
  /** Ids of alternatives; where none of a place is among them, its newest is shown. @type {ReadonlySet<string>} */
  #choices = new Set();
  /** @type {readonly ConversationMessage[]} */
  #messages = [];
  /** @type {readonly ThreadItem[]} */
  #items = Object.freeze([]);
  #isStale = false;

  /** @param {string} conversationId */
  constructor(conversationId) {
    this.#conversationId = conversationId;
  }

  /** @param {readonly ConversationMessage[]} messages all of them @returns {readonly ThreadItem[]} the same array while it is */
  items(messages) {
    if (messages === this.#messages && !this.#isStale) return this.#items;
    const before = new Map(this.#items.map((item) => [item.message.id, item]));
    const items = this.#thread(messages, this.#choices).map((item) => {
      const known = before.get(item.message.id);
      return known && isSameItem(known, item)
        ? known
        : Object.freeze({ ...item, alternatives: Object.freeze(item.alternatives) });
    });
    const isSame = items.length === this.#items.length && items.every((item, i) => item === this.#items[i]);
    this.#messages = messages;
    this.#isStale = false;
    if (!isSame) this.#items = Object.freeze(items);
    return this.#items;
  }

  /**
   * Shows one of several messages in its place.
   *
   * @param {string} id
   * @param {readonly ConversationMessage[]} messages
   */
  choose(id, messages) {
    const alternatives = this.#placeOf(id, messages);
    this.#forget(alternatives);
    if (alternatives.length > 0 && id !== alternatives.at(-1))
      this.#choices = new Set([...this.#choices, id]);
  }

  /**
   * A message has just come: it is shown, unless another branch is looked at.
   *
   * @param {string} id
   * @param {readonly ConversationMessage[]} messages
   */
  show(id, messages) {
    if (this.#choices.size > 0) this.#forget(this.#placeOf(id, messages));
  }

  /**
   * @param {readonly ConversationMessage[]} messages
   * @returns {string | undefined} what a message that is written now has to follow to be seen where it is written; undefined
   *   where it gets there by itself
   */
  placeOfNext(messages) {
    const streams = messages.findIndex(({ state }) => state === 'streaming');
    /** @type {import('../../types.js').ThreadMessage[]} */
    const next = [...messages];
    next.splice(streams === -1 ? messages.length : streams, 0, UNWRITTEN);
    if (this.#thread(next, this.#choices).at(-1)?.message === UNWRITTEN) return undefined;
    const shown = this.#thread(messages, this.#choices);
    return shown.findLast(({ message }) => message.state !== 'parked')?.message.id ?? this.#conversationId;
  }

  /** @param {string[]} alternatives the newest of them is shown from now on */
  #forget(alternatives) {
    this.#choices = new Set([...this.#choices].filter((id) => !alternatives.includes(id)));
    this.#isStale = true;
  }

  /** @param {string} id @param {readonly ConversationMessage[]} messages @returns {string[]} those in its place */
  #placeOf(id, messages) {
    const shown = this.#thread(messages, new Set([...this.#choices, id]));
    return shown.find(({ alternatives }) => alternatives.includes(id))?.alternatives ?? [];
  }

  /**
   * @template {import('../../types.js').ThreadMessage} Message
   * @param {readonly Message[]} messages
   * @param {ReadonlySet<string>} choices
   */
  #thread(messages, choices) {
    return threadOf(messages, { conversationId: this.#conversationId, choices });
  }
}

/** @param {ThreadItem} one @param {ThreadItem} other */
const isSameItem = (one, other) =>
  one.message === other.message &&
  one.follows === other.follows &&
  one.alternatives.length === other.alternatives.length &&
  one.alternatives.every((id, i) => id === other.alternatives[i]);
