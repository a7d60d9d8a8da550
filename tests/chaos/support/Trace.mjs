/** What happened in a round, line by line, with the time since it began. */

export class Trace {
  #begun = performance.now();
  /** @type {string[]} */
  #lines = [];
  /** @type {Map<string, number>} */
  #counts = new Map();

  get elapsedMs() {
    return performance.now() - this.#begun;
  }

  /** @param {string} what */
  add(what) {
    this.#lines.push(`${(this.elapsedMs / 1000).toFixed(3).padStart(8)}  ${what}`);
  }

  /**
   * The same, and counts it under a name for the summary.
   * @param {string} name
   * @param {string} what
   */
  count(name, what) {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.add(what);
  }

  get counts() {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)));
  }

  toString() {
    return `${this.#lines.join('\n')}\n`;
  }
}
