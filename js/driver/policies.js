/**
 * The core's policies for work that is not the outbox's: who may try, and when.
 *
 * @module
 */
import { Boundary } from './Boundary.js';
import { currentTime } from './clock.js';
import { randomSeed } from './random.js';
import { BREAKER_STATES } from './wire.js';

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

/** Whether a call may be made. */
export class BreakerPolicy {
  #breaker;

  /**
   * @param {HoldfastModule} module
   * @param {import('../types.js').BreakerOptions} options
   */
  constructor(module, options) {
    const boundary = new Boundary(module);
    const breaker = module.CircuitBreaker.make(boundary.putJson(options), randomSeed());
    if (!breaker) throw boundary.takeError();
    this.#breaker = breaker;
  }

  /** @returns {number | null} the epoch to hand back with the outcome; null when the call may not be made */
  tryAcquire() {
    const epoch = this.#breaker.tryAcquire(currentTime());
    return epoch < 0 ? null : epoch;
  }

  /** @param {number} epoch */
  onSuccess(epoch) {
    this.#breaker.onSuccess(epoch, currentTime());
  }

  /** @param {number} epoch */
  onFailure(epoch) {
    this.#breaker.onFailure(epoch, currentTime());
  }

  /** @param {number} epoch */
  onNeutral(epoch) {
    this.#breaker.onNeutral(epoch);
  }

  get isOpen() {
    return this.#breaker.isOpen(currentTime());
  }

  get state() {
    return BREAKER_STATES[this.#breaker.state(currentTime())];
  }

  /** When an open breaker lets a probe through, in ms since the epoch; null where it is not open. */
  get probeAt() {
    const at = this.#breaker.probeAt();
    return at < 0 ? null : at;
  }
}
