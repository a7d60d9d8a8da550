import { HoldfastError } from '../../HoldfastError.js';
import { LONGEST_MS, checkObject, checkWhole, checkWork, invalidOption } from '../options.js';
import { contextOf } from './context.js';

/** @typedef {import('./context.js').Context} Context */

/**
 * Gives up on work that takes too long: the work's signal is aborted, and whoever waits is told at once, whether the work
 * heeds its signal or not.
 */
export class Timeout {
  #ms;

  /** For `wrap`: the limit of all attempts together, which belongs around everything. @type {Timeout | undefined} */
  total;

  /** @param {number | {attemptMs?: number, totalMs?: number}} limits */
  constructor(limits) {
    if (typeof limits === 'number') {
      checkWhole({ ms: limits }, 'ms', 1, LONGEST_MS);
      this.#ms = limits;
      return;
    }
    checkObject(limits, 'a timeout');
    checkWhole(limits, 'attemptMs', 1, LONGEST_MS);
    checkWhole(limits, 'totalMs', 1, LONGEST_MS);
    const { attemptMs, totalMs } = limits;
    if (attemptMs === undefined && totalMs === undefined)
      throw invalidOption('attemptMs', 'or totalMs is needed');
    if (attemptMs !== undefined && totalMs !== undefined && attemptMs > totalMs) {
      throw invalidOption('attemptMs', 'must not be longer than totalMs');
    }
    this.#ms = /** @type {number} */ (attemptMs ?? totalMs);
    if (totalMs !== undefined) this.total = attemptMs === undefined ? this : new Timeout(totalMs);
  }

  /**
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context]
   * @returns {Promise<Result>} rejects with HoldfastError `timeout`, or with the reason of the caller's signal
   */
  async execute(work, context = {}) {
    checkWork(work);
    const { signal: outer, attempt } = contextOf(context);
    const controller = new AbortController();
    const { signal } = controller;
    const late = new HoldfastError('timeout', `The work took longer than ${this.#ms} ms.`);
    const timer = setTimeout(() => controller.abort(late), this.#ms);
    const passOn = () => controller.abort(outer?.reason);
    outer?.addEventListener('abort', passOn, { once: true });
    /** @type {Promise<never>} */
    const aborted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([work({ signal, attempt }), aborted]);
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', passOn);
    }
  }
}

/** @param {ConstructorParameters<typeof Timeout>[0]} limits milliseconds; in `wrap`, `totalMs` is around everything */
export const timeout = (limits) => new Timeout(limits);
