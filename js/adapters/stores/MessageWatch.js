/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('./MessageStore.js').MessageStore} MessageStore */

/**
 * @typedef {object} MessageNews
 * @property {import('./MessageStore.js').MessageSnapshot['state']} state
 * @property {number | null} [position]
 * @property {string} [error]
 * @property {string} [code]
 */

/** Tells the stores of single messages what happens to them: it listens once, and reads the log once, for all of them. */
export class MessageWatch {
  #holdfast;
  /** @type {Map<string, Set<MessageStore>>} */
  #followed = new Map();
  /** Stores that wait for what the log says. @type {Set<MessageStore>} */
  #asked = new Set();
  /** @type {(() => void)[]} */
  #stops = [];
  #parked = 0;
  #isLooking = false;

  /** @param {Holdfast} holdfast */
  constructor(holdfast) {
    this.#holdfast = holdfast;
  }

  /** @param {MessageStore} store */
  follow(store) {
    if (this.#followed.size === 0) this.#listen();
    const stores = this.#followed.get(store.id) ?? new Set();
    this.#followed.set(store.id, stores.add(store));
    this.#ask(store);
    return () => this.#forget(store);
  }

  #listen() {
    const { persistence } = this.#holdfast;
    this.#parked = persistence.getQueueStatus().parked;
    this.#stops = [
      this.#holdfast.on('message', ({ id, ...news }) => this.#tell(id, news)),
      this.#holdfast.on('status', ({ parked }) => {
        if (parked !== this.#parked) this.#askParked();
        this.#parked = parked;
      }),
    ];
  }

  /** @param {MessageStore} store */
  #forget(store) {
    const stores = this.#followed.get(store.id);
    stores?.delete(store);
    this.#asked.delete(store);
    if (stores?.size === 0) this.#followed.delete(store.id);
    if (this.#followed.size === 0) for (const stop of this.#stops.splice(0)) stop();
  }

  /** @param {string} id @param {MessageNews} news */
  #tell(id, news) {
    for (const store of this.#followed.get(id) ?? []) {
      // What the log is about to say is older.
      this.#asked.delete(store);
      store.hear(news);
    }
  }

  /** One that was parked may have been discarded. */
  #askParked() {
    for (const stores of this.#followed.values())
      for (const store of stores) if (store.state === 'parked') this.#ask(store);
  }

  /** @param {MessageStore} store */
  #ask(store) {
    this.#asked.add(store);
    if (this.#isLooking) return;
    this.#isLooking = true;
    queueMicrotask(() => void this.#look());
  }

  async #look() {
    while (this.#asked.size > 0) {
      const asked = new Set(this.#asked);
      const found = await this.#readLog();
      for (const store of asked) {
        if (!this.#asked.delete(store)) continue;
        const news = found?.get(store.id);
        if (news) store.hear(news);
        else if (found) store.isNowhere();
      }
    }
    this.#isLooking = false;
  }

  /** @returns {Promise<Map<string, MessageNews> | undefined>} undefined where it cannot be read; the status tells why */
  async #readLog() {
    const { persistence, messages } = this.#holdfast;
    /** @type {Map<string, MessageNews>} */
    const found = new Map();
    try {
      for (const { message, state } of await persistence.pending()) found.set(message.id, { state });
      for (const { id, reason, code } of await persistence.parked.list())
        found.set(id, { state: 'parked', error: reason, code });
    } catch {
      return undefined;
    }
    for (const { message } of messages.streaming())
      if (!found.has(message.id)) found.set(message.id, { state: 'streaming' });
    return found;
  }
}
