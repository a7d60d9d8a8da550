/** @typedef {import('./driver/wire.js').LogRecord} LogRecord */

/**
 * @typedef {object} Group what was queued in one turn of the event loop
 * @property {LogRecord[]} records
 * @property {string[]} unpark parked messages to forget
 */

/**
 * @typedef {object} Appended
 * @property {number[]} keys one for each record
 * @property {boolean} durable
 * @property {boolean} recovered the database takes messages again, after memory had to
 */

/** What a transaction takes at the most, but for its first group: a browser holds it all in memory. */
const MAX_COMMIT_BYTES = 8 * 1024 * 1024;

/**
 * Group commit: one transaction at a time, and whatever came meanwhile goes together into the next one. So the
 * order of the groups holds even where a transaction fails and is tried again, and many groups cost one flush of
 * the disk.
 */
export class CommitLine {
  #write;
  /** @type {{group: Group, resolve: (appended: Appended) => void}[]} */
  #waiting = [];
  /** @type {Promise<void> | undefined} */
  #writing;

  /** @param {(groups: Group[]) => Promise<Appended[]>} write in one transaction; never rejects */
  constructor(write) {
    this.#write = write;
  }

  /** @param {Group} group @returns {Promise<Appended>} */
  add(group) {
    return new Promise((resolve) => {
      this.#waiting.push({ group, resolve });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when everything is written. */
  async end() {
    await this.#writing;
  }

  async #writeAll() {
    // All groups of a turn that queues a great deal are one transaction.
    await undefined;
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, this.#nextCommit());
      const results = await this.#write(taken.map(({ group }) => group));
      taken.forEach(({ resolve }, i) => resolve(results[i]));
    }
    this.#writing = undefined;
  }

  /** How many of the waiting groups go together. */
  #nextCommit() {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ group }, i) => {
      for (const record of group.records) bytes += record.bytes.length;
      return i > 0 && bytes > MAX_COMMIT_BYTES;
    });
    return end < 0 ? this.#waiting.length : end;
  }
}
