import { closedError } from '../HoldfastError.js';

/** The log is looked into again so soon, where the status says that nothing is left of it and it holds something. */
const LOOK_AGAIN_MS = 200;

/**
 * Waits until the outbox is empty. The status says when that may be; the log knows. It holds what the status does not
 * count, as the creation of a conversation, and what the leader has not heard of.
 */
export class Drain {
  #isIdle;
  #isEmpty;
  /** @type {Set<{resolve: () => void, reject: (reason: unknown) => void}>} */
  #waiting = new Set();
  #isLooking = false;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {() => boolean} isIdle whether nothing is left, as far as the status says
   * @param {() => Promise<boolean>} isEmpty whether the log holds nothing
   */
  constructor(isIdle, isEmpty) {
    this.#isIdle = isIdle;
    this.#isEmpty = isEmpty;
  }

  get isAwaited() {
    return this.#waiting.size > 0;
  }

  /** @param {AbortSignal} [signal] ends this wait @returns {Promise<void>} */
  async wait(signal) {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closedError();
    /** @type {() => void} */
    let stop = () => {};
    try {
      await new Promise((resolve, reject) => {
        const waiting = { resolve: () => resolve(undefined), reject };
        this.#waiting.add(waiting);
        stop = () => {
          this.#waiting.delete(waiting);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', stop);
        void this.look();
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** The status may be another one. */
  async look() {
    if (this.#isLooking || this.#waiting.size === 0 || !this.#isIdle()) return;
    clearTimeout(this.#timer);
    this.#isLooking = true;
    const asked = [...this.#waiting];
    const isEmpty = await this.#isEmpty();
    this.#isLooking = false;
    if (isEmpty && this.#isIdle()) {
      for (const waiting of asked) {
        this.#waiting.delete(waiting);
        waiting.resolve();
      }
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => void this.look(), LOOK_AGAIN_MS);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting) reject(closedError());
    this.#waiting.clear();
  }
}
