/**
 * The core's policies for work that is not the outbox's: who may try, and when. The breaker is in BreakerPolicy.js.
 *
 * @module
 */
import { Boundary } from './Boundary.js';
import { releaseWith } from './abandoned.js';
import { currentTime } from './clock.js';
import { randomSeed } from './random.js';

/** @typedef {import('./loader.js').HoldfastModule} HoldfastModule */

/** When a piece of work that failed is tried again. Work is known by numbers of the caller's. */
export class RetryPolicy {
  #module;
  #queue;

  /**
   * @param {HoldfastModule} module
   * @param {import('../types.js').RetryOptions & {maxRetries?: number, totalMs?: number}} options
   */
  constructor(module, options) {
    this.#module = module;
    const boundary = new Boundary(module);
    const queue = module.makeRetryQueue(boundary.putJson(options), randomSeed());
    if (!queue) throw boundary.takeError();
    this.#queue = queue;
  }

  /** @param {number} id @param {number} [since] when the work began; default now */
  begin(id, since = currentTime()) {
    this.#module.retryAdd(this.#queue, id, since);
    this.#module.retryTake(this.#queue, since);
  }

  /** @param {number} id */
  succeeded(id) {
    this.#module.retrySucceeded(this.#queue, id);
  }

  /**
   * @param {number} id
   * @returns {number | null} milliseconds to wait before the next attempt; null when the retries are used up
   */
  failed(id) {
    const now = currentTime();
    const due = this.#module.retryFailed(this.#queue, id, now);
    if (due < 0) return null;
    this.#module.retryTake(this.#queue, due);
    return due - now;
  }

  close() {
    this.#module.release(this.#queue);
    this.#queue = 0;
  }
}

/** The origin-wide "not before". */
export class GatePolicy {
  #boundary;
  #module;
  #gate;

  /** @param {HoldfastModule} module @param {{maxMs: number}} options */
  constructor(module, { maxMs }) {
    this.#module = module;
    this.#boundary = new Boundary(module);
    this.#gate = module.makeGate(maxMs);
    releaseWith(this, module, this.#gate);
  }

  /** When it opens, in ms since the epoch; null where it is open. */
  get opensAt() {
    const at = this.#module.gateOpensAt(this.#gate, currentTime());
    return at < 0 ? null : at;
  }

  /** How long until it opens, in ms; 0 where it is open. */
  get wait() {
    const now = currentTime();
    return Math.max(0, this.#module.gateOpensAt(this.#gate, now) - now);
  }

  /** @param {number} until in ms since the epoch */
  closeUntil(until) {
    this.#module.gateCloseUntil(this.#gate, until, currentTime());
  }

  /**
   * @param {string} retryAfter what the header says, or `1500ms`
   * @returns {boolean} false where it says nothing
   */
  heed(retryAfter) {
    return this.#module.gateHeed(
      this.#gate,
      this.#boundary.put(new TextEncoder().encode(retryAfter)),
      currentTime(),
    );
  }
}

/** A bucket of retries. */
export class BudgetPolicy {
  #module;
  #budget;

  /** @param {HoldfastModule} module @param {object} options */
  constructor(module, options) {
    this.#module = module;
    const boundary = new Boundary(module);
    const budget = module.makeBudget(boundary.putJson(options));
    if (!budget) throw boundary.takeError();
    this.#budget = budget;
    releaseWith(this, module, budget);
  }

  /** False where no retry can be paid for. */
  spend() {
    return this.#module.budgetSpend(this.#budget, currentTime());
  }

  /** @param {boolean} wasRetry what a retry that succeeds has cost is given back */
  onSuccess(wasRetry) {
    this.#module.budgetOnSuccess(this.#budget);
    if (wasRetry) this.#module.budgetRefund(this.#budget);
  }
}

/** Whether a request may go to a backend that refuses many. */
export class ThrottlePolicy {
  #module;
  #throttle;

  /** @param {HoldfastModule} module @param {object} options */
  constructor(module, options) {
    this.#module = module;
    const boundary = new Boundary(module);
    const throttle = module.makeThrottle(boundary.putJson(options), randomSeed());
    if (!throttle) throw boundary.takeError();
    this.#throttle = throttle;
    releaseWith(this, module, throttle);
  }

  tryAcquire() {
    return this.#module.throttleTryAcquire(this.#throttle, currentTime());
  }

  onAccepted() {
    this.#module.throttleOnAccepted(this.#throttle, currentTime());
  }

  /** The probability with which the next request is held back. */
  get rejection() {
    return this.#module.throttleRejection(this.#throttle, currentTime());
  }
}

/** In the order of the enumeration Verdict. */
const VERDICTS = /** @type {const} */ (['accepted', 'again', 'paced', 'pause', 'sequence', 'park']);

/**
 * What the core's table says of an answer with this status.
 *
 * @param {HoldfastModule} module
 * @param {number} status
 */
export const verdictOf = (module, status) => VERDICTS[module.verdictOf(status)];
