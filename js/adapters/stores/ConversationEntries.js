import { isSame } from './SnapshotStore.js';
import { inDisplayOrder } from './displayOrder.js';

/** @typedef {import('../../types.js').ChatMessage} ChatMessage */
/** @typedef {import('../../types.js').MessageEvent} MessageEvent */
/** @typedef {import('../../types.js').ParkedMessage} ParkedMessage */
/** @typedef {import('../../types.js').PendingMessage} PendingMessage */
/** @typedef {import('../../types.js').StoredMessage} StoredMessage */

/**
 * A message as a view shows it. `streaming`: an answer that grows.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {Readonly<import('../../types.js').ChatMessage<Metadata> & {
 *   state: import('../../types.js').SyncState | 'streaming',
 *   position: number | null,
 *   error: string | null,
 * }>} ConversationMessage `position`: the place on the backend, once known; `error`: why it is parked
 */

/**
 * @typedef {object} Entry
 * @property {ChatMessage} message
 * @property {ConversationMessage['state']} state
 * @property {number | null} position
 * @property {number} order the place in this page's queue; 0: not known
 * @property {string | null} error
 * @property {boolean} isPart whether more of it is known elsewhere: it streamed here, and ended in another tab
 * @property {number} heardAt when an event last told of it, by the count of events
 * @property {ConversationMessage | undefined} view as it was last shown
 * @property {boolean} isStale whether it may have changed since
 */

/** @typedef {Omit<Entry, 'heardAt' | 'view' | 'isStale'>} Fresh */

const ON_ITS_WAY = ['queued', 'saved', 'sending'];

/**
 * What is known of one conversation, by message id: from the backend, from the local log, and from events. No source wipes
 * what another told, and none of them shows a message twice.
 */
export class ConversationEntries {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Entry[] | undefined} */
  #inOrder = [];
  /** @type {readonly ConversationMessage[]} */
  #views = Object.freeze([]);
  #lastOrder = 0;
  /** How many events it has heard. */
  #heard = 0;

  /** In the order in which they are shown: the same array while nothing has changed. @returns {readonly ConversationMessage[]} */
  views() {
    this.#inOrder ??= inDisplayOrder(this.#entries.values());
    const views = this.#inOrder.map(currentView);
    const hasChanged =
      views.length !== this.#views.length || views.some((view, i) => view !== this.#views[i]);
    if (hasChanged) this.#views = Object.freeze(views);
    return this.#views;
  }

  /** @param {string} id */
  has(id) {
    return this.#entries.has(id);
  }

  get isStreaming() {
    return [...this.#entries.values()].some(({ state }) => state === 'streaming');
  }

  /** For reconcile(): what happens from now on is newer than what is being read. */
  get mark() {
    return this.#heard;
  }

  /** The position up to which nothing is missing. */
  get knownUpTo() {
    const known = new Set();
    for (const { position, isPart } of this.#entries.values())
      if (position !== null && !isPart) known.add(position);
    let upTo = 0;
    while (known.has(upTo + 1)) upTo += 1;
    return upTo;
  }

  /** Whether the backend has what is not known here. */
  get hasGap() {
    const { knownUpTo } = this;
    return [...this.#entries.values()].some(
      ({ position, state, isPart }) =>
        isPart || (position === null ? state === 'synced' : position > knownUpTo),
    );
  }

  /** What the backend has. @param {StoredMessage[]} messages */
  mergeStored(messages) {
    for (const { position, ...message } of messages) {
      const order = this.#entries.get(message.id)?.order ?? 0;
      this.#set(message.id, { message, state: 'synced', position, order, error: null, isPart: false });
    }
  }

  /**
   * What the local log holds, and what streams here. An entry that events have told of since the mark is newer than that.
   *
   * @param {{pending: PendingMessage[], parked: ParkedMessage[], streaming: ChatMessage[]}} log of this conversation
   * @param {number} mark
   */
  mergeLog({ pending, parked, streaming }, mark) {
    const isNewer = (/** @type {string} */ id) => (this.#entries.get(id)?.heardAt ?? 0) > mark;
    const known = new Set(
      [...pending, ...streaming.map((message) => ({ message }))].map(({ message }) => message.id),
    );
    for (const { id } of parked) known.add(id);
    for (const id of this.#entries.keys()) if (!known.has(id) && !isNewer(id)) this.#isNotInLog(id);

    const queuedSince = [...this.#entries.values()].filter(
      ({ message, position }) => position === null && !known.has(message.id) && isNewer(message.id),
    );
    for (const { message, state } of pending) {
      const entry = this.#entries.get(message.id);
      if (entry && entry.position !== null) continue;
      const order = ++this.#lastOrder;
      if (isNewer(message.id))
        this.#change(message.id, { order, ...(entry?.isPart && { message, isPart: false }) });
      else this.#set(message.id, { message, state, position: null, order, error: null, isPart: false });
    }
    queuedSince.sort((a, b) => a.order - b.order);
    for (const { message } of queuedSince) this.#change(message.id, { order: ++this.#lastOrder });
    for (const { id, message, reason } of parked) {
      if (isNewer(id)) continue;
      const order = this.#entries.get(id)?.order ?? 0;
      this.#set(id, { message, state: 'parked', position: null, order, error: reason, isPart: false });
    }
    for (const message of streaming) if (!isNewer(message.id)) this.#stream(message);
  }

  /**
   * @param {MessageEvent} event
   * @returns {boolean} false where it tells of a message that is not known here
   */
  apply({ id, state, message, position, error }) {
    this.#heard += 1;
    const entry = this.#entries.get(id);
    if (state === 'failed') {
      if (entry?.state === 'streaming') this.#remove(id);
      return true;
    }
    if (!entry) {
      if (!message) return false;
      const order = ++this.#lastOrder;
      this.#set(id, { message, state, position: position ?? null, order, error: null, isPart: false });
      return true;
    }
    entry.heardAt = this.#heard;
    if (state === 'streaming') {
      if (message && entry.state === 'streaming') this.#change(id, { message });
      return true;
    }
    if (entry.position !== null && state !== 'synced') return true;
    const joinsTheQueue = entry.state === 'streaming' || entry.state === 'parked';
    const isPart = !message && (entry.isPart || entry.state === 'streaming');
    this.#change(id, {
      message: message ?? entry.message,
      state,
      position: position ?? entry.position,
      order: joinsTheQueue && state !== entry.state ? ++this.#lastOrder : entry.order,
      error: state === 'parked' ? (error ?? entry.error) : null,
      isPart,
    });
    return !isPart;
  }

  /** Answers that stream here no more, and of whose end no event told. @param {ChatMessage[]} streaming */
  keepStreaming(streaming) {
    const ids = new Set(streaming.map(({ id }) => id));
    for (const [id, { state }] of this.#entries) if (state === 'streaming' && !ids.has(id)) this.#remove(id);
  }

  /** @param {ChatMessage} message */
  #stream(message) {
    const entry = this.#entries.get(message.id);
    if (!entry) {
      const order = ++this.#lastOrder;
      this.#set(message.id, {
        message,
        state: 'streaming',
        position: null,
        order,
        error: null,
        isPart: false,
      });
    } else if (entry.state === 'streaming' && entry.message.content !== message.content) {
      this.#change(message.id, { message });
    }
  }

  /** What was on its way and is not in the log any more has arrived; what was parked was discarded. @param {string} id */
  #isNotInLog(id) {
    const { state } = /** @type {Entry} */ (this.#entries.get(id));
    if (ON_ITS_WAY.includes(state)) this.#change(id, { state: 'synced' });
    else if (state === 'parked' || state === 'streaming') this.#remove(id);
  }

  /** @param {string} id @param {Fresh} entry */
  #set(id, entry) {
    const known = this.#entries.get(id);
    if (known && isAsBefore(known, entry)) return;
    this.#entries.set(id, { ...entry, heardAt: this.#heard, view: known?.view, isStale: true });
    this.#inOrder = undefined;
  }

  /** @param {string} id @param {Partial<Entry>} change */
  #change(id, change) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    Object.assign(entry, change, { isStale: true });
    // A message that only grows stays where it is.
    if (Object.keys(change).some((name) => name !== 'message')) this.#inOrder = undefined;
  }

  /** @param {string} id */
  #remove(id) {
    this.#entries.delete(id);
    this.#inOrder = undefined;
  }
}

/** @param {Entry} known @param {Fresh} next */
function isAsBefore(known, next) {
  const { state, position, order, error, isPart } = known;
  return (
    state === next.state &&
    position === next.position &&
    order === next.order &&
    error === next.error &&
    isPart === next.isPart &&
    known.message.content === next.message.content &&
    known.message.status === next.message.status
  );
}

/** The same object while it says the same. @param {Entry} entry @returns {ConversationMessage} */
function currentView(entry) {
  if (entry.view && !entry.isStale) return entry.view;
  const { message, state, position, error, view } = entry;
  const next = Object.freeze({ ...message, state, position, error });
  entry.isStale = false;
  entry.view = view && isSame(view, next) ? view : next;
  return entry.view;
}
