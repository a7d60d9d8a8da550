/**
 * The core's policies for work that is not the outbox's: who may try, and when. The breaker is in BreakerPolicy.js.
 *
 * @module
 */
import { Boundary } from './Boundary.js';
import { currentTime } from './clock.js';
import { randomSeed } from './random.js';

/** @typedef {import('./loader.js').HoldfastModule} HoldfastModule */

/** When a piece of work that failed is tried again. Work is known by numbers of the caller's. */
export class RetryPolicy {
  #queue;

  /**
   * @param {HoldfastModule} module
   * @param {import('../types.js').RetryOptions & {maxRetries?: number}} options
   */
  constructor(module, options) {
    const boundary = new Boundary(module);
    const queue = module.RetryQueue.make(boundary.putJson(options), randomSeed());
    if (!queue) throw boundary.takeError();
    this.#queue = queue;
  }

  /** @param {number} id */
  begin(id) {
    const now = currentTime();
    this.#queue.add(id, now);
    this.#queue.take(now);
  }

  /** @param {number} id */
  succeeded(id) {
    this.#queue.succeeded(id);
  }

  /**
   * @param {number} id
   * @returns {number | null} milliseconds to wait before the next attempt; null when the retries are used up
   */
  failed(id) {
    const now = currentTime();
    const due = this.#queue.failed(id, now);
    if (due < 0) return null;
    this.#queue.take(due);
    return due - now;
  }

  close() {
    this.#queue.delete();
  }
}
