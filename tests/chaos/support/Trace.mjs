/** What happened in a round, line by line, with the time since it began. */

/**
 * @typedef {'blows' | 'faults' | 'complaints'} Group `complaints`: what the pages say went wrong for them
 * @typedef {Record<Group, Record<string, number>>} Counts
 */

export class Trace {
  #begun = performance.now();
  /** @type {string[]} */
  #lines = [];
  /** @type {Counts} */
  counts = { blows: {}, faults: {}, complaints: {} };

  get elapsedMs() {
    return performance.now() - this.#begun;
  }

  /** @param {string} what */
  add(what) {
    this.#lines.push(`${(this.elapsedMs / 1000).toFixed(3).padStart(8)}  ${what}`);
  }

  /**
   * The same, and counts it.
   * @param {Group} group
   * @param {string} name
   * @param {string} what
   */
  count(group, name, what) {
    this.counts[group][name] = (this.counts[group][name] ?? 0) + 1;
    this.add(what);
  }

  toString() {
    return `${this.#lines.join('\n')}\n`;
  }
}
