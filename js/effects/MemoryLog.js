/** @typedef {import('../driver/wire.js').ParkedRecord} ParkedRecord */

/** The outbox log where there is no storage: the same calls, and nothing survives the page. */
export class MemoryLog {
  #lastKey;
  /** @type {Map<number, Uint8Array>} */
  #segments = new Map();
  /** @type {Map<string, ParkedRecord>} */
  #parked = new Map();

  /** @param {number} [lastKey] its keys follow this one */
  constructor(lastKey = 0) {
    this.#lastKey = lastKey;
  }

  /** @param {Uint8Array[]} segments @param {string[]} unpark */
  async append(segments, unpark) {
    for (const id of unpark) this.#parked.delete(id);
    return segments.map((segment) => {
      this.#lastKey += 1;
      this.#segments.set(this.#lastKey, segment);
      return this.#lastKey;
    });
  }

  /** @param {number} after @param {number} maxSegments */
  async read(after, maxSegments) {
    const following = [...this.#segments].filter(([key]) => key > after).slice(0, maxSegments);
    return following.map(([key, bytes]) => ({ key, bytes }));
  }

  /** @param {number[]} keys @param {ParkedRecord[]} park @param {string[]} unpark */
  async settle(keys, park, unpark) {
    for (const record of park) this.#parked.set(record.id, record);
    for (const id of unpark) this.#parked.delete(id);
    for (const key of keys) this.#segments.delete(key);
  }

  async parked() {
    return [...this.#parked.values()];
  }

  async close() {}
}
