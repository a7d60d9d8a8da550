/** @typedef {import('../../driver/wire.js').LogRecord} LogRecord */
/** @typedef {import('../../driver/wire.js').ParkedRecord} ParkedRecord */

/** The outbox log where there is no storage: nothing in it survives the page. */
export class MemoryLog {
  #firstKey;
  #lastKey;
  /** In the order of their keys. @type {Map<number, LogRecord>} */
  #records = new Map();
  /** @type {Map<string, ParkedRecord>} */
  #parked = new Map();

  /** @param {number} middle its keys follow this one, and precede it where records are put in front */
  constructor(middle) {
    this.#firstKey = middle + 1;
    this.#lastKey = middle;
  }

  get isEmpty() {
    return this.#records.size === 0;
  }

  /** The key of the newest record; 0 where there is none. */
  get lastKey() {
    return this.isEmpty ? 0 : this.#lastKey;
  }

  /** @param {LogRecord[]} records @returns {number[]} their keys */
  append(records) {
    return records.map((record) => {
      this.#lastKey += 1;
      this.#records.set(this.#lastKey, record);
      return this.#lastKey;
    });
  }

  /** Puts records in front of all that is here. @param {LogRecord[]} records @returns {number[]} their keys */
  prepend(records) {
    this.#firstKey -= records.length;
    const keys = records.map((_, i) => this.#firstKey + i);
    const behind = this.#records;
    this.#records = new Map([...records.entries()].map(([i, record]) => [keys[i], record]));
    for (const [key, record] of behind) this.#records.set(key, record);
    return keys;
  }

  /** @returns {Map<string, number>} the newest key of each conversation */
  lanes() {
    return new Map([...this.#records].map(([key, { conversationId }]) => [conversationId, key]));
  }

  /** @param {string} conversationId @param {number} after */
  readLane(conversationId, after) {
    return [...this.#records]
      .filter(([key, record]) => key > after && record.conversationId === conversationId)
      .map(([key, { bytes }]) => ({ key, bytes }));
  }

  /** @param {number[]} keys */
  delete(keys) {
    for (const key of keys) this.#records.delete(key);
  }

  /** @param {ParkedRecord} record */
  park(record) {
    this.#parked.set(record.id, record);
  }

  /** @param {string} id */
  unpark(id) {
    this.#parked.delete(id);
  }

  get holdsParked() {
    return this.#parked.size > 0;
  }

  parked() {
    return [...this.#parked.values()];
  }
}
