import { HoldfastError } from '../../HoldfastError.js';
import { ThrottlePolicy, verdictOf } from '../../driver/policies.js';
import { loadModule } from '../../driver/loader.js';
import { LONGEST_MS, checkFunction, checkNumber, checkObject, checkWhole, checkWork } from '../options.js';
import { Lazy } from './Lazy.js';
import { statusOf, valueOf } from './answers.js';
import { contextOf } from './context.js';

/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./answers.js').End} End */

/**
 * @typedef {object} ThrottleOptions
 * @property {number} [ratio] requests for each that is accepted, before any is held back; at least 1; default 2
 * @property {number} [windowMs] what it looks back on; default 120000
 * @property {(end: End) => boolean} [isAccepted] whether the backend took the request, whatever came of it; default: it
 *   did unless there was no answer, or one whose status asks for another try
 * @property {import('../../driver/loader.js').WasmSource} [wasm]
 */

/**
 * Holds calls back where the backend refuses too many of them, with probability
 * max(0, (requests - ratio * accepts) / (requests + 1)): "Site Reliability Engineering", chapter 21.
 */
export class AdaptiveThrottle {
  #policy;
  #isAccepted;
  #wasm;

  /** @param {ThrottleOptions} [options] */
  constructor(options = {}) {
    checkObject(options, 'an adaptive throttle');
    const { wasm, isAccepted, ...limits } = options;
    checkNumber(limits, 'ratio', 1, 1_000);
    checkWhole(limits, 'windowMs', 10, LONGEST_MS);
    checkFunction({ isAccepted }, 'isAccepted');
    this.#policy = new Lazy((module) => new ThrottlePolicy(module, limits), wasm);
    this.#isAccepted = isAccepted;
    this.#wasm = wasm;
  }

  /** The probability with which the next call is held back. */
  get rejection() {
    return this.#policy.now?.rejection ?? 0;
  }

  /**
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context]
   * @returns {Promise<Result>} rejects with HoldfastError `throttled` where the call is not made
   */
  async execute(work, context = {}) {
    checkWork(work);
    const whole = contextOf(context);
    const policy = this.#policy.now ?? (await this.#policy.load());
    if (!policy.tryAcquire()) {
      throw new HoldfastError('throttled', 'The backend refuses too many calls; this one was not made.');
    }
    try {
      const result = await work(whole);
      if (await this.#wasAccepted({ result })) policy.onAccepted();
      return result;
    } catch (error) {
      if (whole.signal?.aborted || (await this.#wasAccepted({ error }))) policy.onAccepted();
      throw error;
    }
  }

  /** @param {End} end */
  async #wasAccepted(end) {
    if (this.#isAccepted) return this.#isAccepted(end);
    const status = statusOf(valueOf(end));
    if (status === undefined) return 'result' in end;
    const verdict = verdictOf(await loadModule(this.#wasm), status);
    return verdict !== 'again' && verdict !== 'paced';
  }
}

/** @param {ThrottleOptions} [options] */
export const adaptiveThrottle = (options) => new AdaptiveThrottle(options);
