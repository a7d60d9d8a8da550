import { HoldfastError } from '../../HoldfastError.js';
import { BudgetPolicy } from '../../driver/policies.js';
import { LONGEST_MS, checkObject, checkShare, checkWhole, checkWork } from '../options.js';
import { Lazy } from './Lazy.js';
import { contextOf } from './context.js';

/** @typedef {import('./context.js').Context} Context */

/**
 * @typedef {object} RetryBudgetOptions
 * @property {number} [capacity] retries that may follow each other at once; default 10
 * @property {number} [perSuccess] what a success earns; default 0.1
 * @property {number} [refillEveryMs] a retry is earned by waiting this long; default 10000
 * @property {import('../../driver/loader.js').WasmSource} [wasm]
 */

/** A bucket that retries are paid for from, so that many clients do not multiply the load of a weak backend. */
export class RetryBudget {
  #policy;

  /** @param {RetryBudgetOptions} [options] */
  constructor(options = {}) {
    checkObject(options, 'a retry budget');
    const { wasm, ...limits } = options;
    checkWhole(limits, 'capacity', 1, 1_000_000);
    checkShare(limits, 'perSuccess');
    checkWhole(limits, 'refillEveryMs', 1, LONGEST_MS);
    this.#policy = new Lazy((module) => new BudgetPolicy(module, limits), wasm);
  }

  /** Pays for one retry. @returns {Promise<boolean>} false where there is none to be had now */
  async spend() {
    return (this.#policy.now ?? (await this.#policy.load())).spend();
  }

  /** @param {number} attempt of the call that succeeded; what a retry cost is given back */
  async earn(attempt) {
    (this.#policy.now ?? (await this.#policy.load())).onSuccess(attempt > 1);
  }

  /**
   * Makes the call; a retry only where it can be paid for.
   *
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context] `attempt` above 1 is a retry
   * @returns {Promise<Result>} rejects with HoldfastError `retry-budget-empty` where the retry is not made
   */
  async execute(work, context = {}) {
    checkWork(work);
    const whole = contextOf(context);
    if (whole.attempt > 1 && !(await this.spend())) {
      throw new HoldfastError('retry-budget-empty', 'No retry can be paid for; the call was not made.');
    }
    const result = await work(whole);
    await this.earn(whole.attempt);
    return result;
  }
}

/** @param {RetryBudgetOptions} [options] */
export const retryBudget = (options) => new RetryBudget(options);
