/** One Web Lock for each answer that streams: the browser gives it back when its page closes, leaves or dies. */
export class AnswerLocks {
  #locks;
  #prefix;

  /** @param {LockManager} locks @param {string} prefix of the locks' names */
  constructor(locks, prefix) {
    this.#locks = locks;
    this.#prefix = prefix;
  }

  /**
   * @param {string} id
   * @returns {Promise<(() => void) | undefined>} lets it go; undefined where another page, or this one, holds it
   */
  take(id) {
    return new Promise((resolve) => {
      this.#locks
        .request(`${this.#prefix}${id}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(undefined);
          return new Promise((release) => resolve(() => release(undefined)));
        })
        .catch(() => resolve(undefined));
    });
  }
}
