import { BranchChoices } from './BranchChoices.js';
import { inStoredOrder } from './order.js';
import { placeOfNext, shownThread } from './thread.js';

let lastOrder = 0;

const onItsWay = new Set(['queued', 'saved', 'sending', 'parked']);

/** The messages of one conversation, put together from the backend, the local log and live events. */
export class ConversationLog {
  /** @type {Map<string, import('./types.js').Entry>} */
  #entries = new Map();

  /** Null where the last answer could be had. @type {import('./types.js').Failure | null} */
  failure = null;

  /** How the history stands: not asked for, from this device alone, or as the backend has it. */
  history = /** @type {'none' | 'loading' | 'device' | 'backend'} */ ('none');

  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.branches = new BranchChoices(id);
  }

  /** @returns {import('./types.js').Entry[]} */
  ordered() {
    return inStoredOrder(this.#entries.values());
  }

  /** @returns {import('./types.js').ShownEntry[]} */
  thread() {
    return shownThread(this.ordered(), this.id, this.branches.chosen);
  }

  /** The message behind which the next one is to be put; undefined where it gets there by itself. */
  get placeOfNext() {
    return placeOfNext(this.ordered(), this.id, this.branches.chosen);
  }

  /** @param {string} id */
  get(id) {
    return this.#entries.get(id);
  }

  /** How many messages the backend does not have yet. */
  get waiting() {
    return [...this.#entries.values()].filter((entry) => onItsWay.has(entry.state)).length;
  }

  get needsAttention() {
    return [...this.#entries.values()].some((entry) => entry.state === 'parked');
  }

  /** @returns {import('./types.js').Entry | undefined} */
  get streaming() {
    return [...this.#entries.values()].find((entry) => entry.state === 'streaming');
  }

  /** @returns {import('./types.js').StoredMessage[]} what the backend has, by position */
  stored() {
    return this.ordered()
      .filter((entry) => entry.position !== null)
      .map((entry) => ({ ...entry.message, position: /** @type {number} */ (entry.position) }));
  }

  /** The first position that is known. */
  get firstPosition() {
    return this.stored()[0]?.position ?? 1;
  }

  /** The last position up to which nothing is missing; what comes after it is to be asked for. */
  get knownUpTo() {
    let known = 0;
    for (const { position } of this.stored()) {
      if (known !== 0 && position !== known + 1) break;
      known = position;
    }
    return known;
  }

  /** Whether the backend has messages between those that are known, or places that are not known. */
  get hasGap() {
    const { knownUpTo } = this;
    return [...this.#entries.values()].some(({ position, state }) =>
      position === null ? state === 'synced' : position > knownUpTo,
    );
  }

  /** Whether a branch goes off from what is not known here. */
  get lacksRoots() {
    if (this.firstPosition === 1) return false;
    return [...this.#entries.values()].some(
      ({ message: { role, parentId } }) =>
        role !== 'assistant' &&
        parentId !== undefined &&
        parentId !== this.id &&
        !this.#entries.has(parentId),
    );
  }

  /** @param {import('./types.js').StoredMessage[]} messages */
  mergeStored(messages) {
    for (const { position, ...message } of messages) {
      const known = this.#entries.get(message.id);
      this.#entries.set(message.id, {
        id: message.id,
        message,
        state: 'synced',
        position,
        order: known?.order ?? 0,
        error: null,
      });
    }
  }

  /**
   * What the local log holds, in its order. Live events may have told of some of it already: their
   * state is newer than the list, and what the list does not know was queued after it was made.
   * @param {{message: import('./types.js').Message, state: import('./types.js').EntryState, error?: string}[]} pending
   */
  mergePending(pending) {
    const newer = new Set(this.ordered().filter((entry) => entry.position === null));
    for (const { message, state, error } of pending) {
      const known = this.#entries.get(message.id);
      if (known) newer.delete(known);
      if (!known) this.#add(message, state, error ?? null);
      else if (known.position === null) known.order = ++lastOrder;
    }
    for (const entry of newer) entry.order = ++lastOrder;
  }

  /**
   * @param {string} id
   * @param {import('./types.js').Message} message
   */
  setMessage(id, message) {
    const entry = this.#entries.get(id);
    if (entry) entry.message = message;
  }

  /** @param {string} id */
  remove(id) {
    this.#entries.delete(id);
  }

  /**
   * @param {import('holdfast').MessageEvent} event
   * @returns {boolean} false where the event speaks of a message that is not known here
   */
  apply(event) {
    if (event.state === 'failed') {
      const questionId = this.#entries.get(event.id)?.message.parentId ?? null;
      this.failure = { reason: event.error ?? 'The answer could not be had.', questionId };
      if (this.#entries.get(event.id)?.state === 'streaming') this.#entries.delete(event.id);
      return true;
    }
    const entry = this.#entries.get(event.id);
    if (!entry) {
      if (!event.message) return false;
      this.failure = null;
      this.#add(event.message, event.state, event.error ?? null);
      const added = this.#entries.get(event.id);
      if (added) added.position = event.position ?? null;
      this.#reveal(event.id);
      return true;
    }
    if (entry.position !== null && event.state !== 'synced') return true;
    const joinsTheQueue = entry.state === 'streaming' || entry.state === 'parked';
    if (joinsTheQueue && event.state !== entry.state) entry.order = ++lastOrder;
    if (event.message) entry.message = event.message;
    entry.state = event.state;
    entry.position = event.position ?? entry.position;
    entry.error = event.state === 'parked' ? (event.error ?? entry.error) : null;
    return true;
  }

  /** What a person does here is shown, unless they look at another branch. @param {string} id */
  #reveal(id) {
    const shown = shownThread(this.ordered(), this.id, new Set([...this.branches.chosen, id]));
    this.branches.forget(shown.find(({ entry }) => entry.id === id)?.alternatives ?? []);
  }

  /**
   * @param {import('./types.js').Message} message
   * @param {import('./types.js').EntryState} state
   * @param {string | null} error
   */
  #add(message, state, error) {
    this.#entries.set(message.id, {
      id: message.id,
      message,
      state,
      position: null,
      order: ++lastOrder,
      error,
    });
  }
}
