import { HoldfastError } from '../../HoldfastError.js';
import { currentTime } from '../../driver/clock.js';
import { loadModule } from '../../driver/loader.js';
import { RetryPolicy, verdictOf } from '../../driver/policies.js';
import { checkFunction, checkObject, checkWork, invalidOption } from '../options.js';
import { sleep } from '../patience.js';
import { Lazy } from './Lazy.js';
import { statusOf, valueOf } from './answers.js';
import { checkRetryLimits, waitOf } from './backoff.js';
import { contextOf } from './context.js';
import { Gate } from './gate.js';
import { RetryBudget } from './retryBudget.js';

/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./answers.js').End} End */

/**
 * @typedef {import('./backoff.js').RetryLimits & {
 *   shouldRetry?: (end: End, attempt: number) => boolean,
 *   gate?: Gate,
 *   budget?: RetryBudget,
 *   onRetry?: (next: {end: End, attempt: number, waitMs: number}) => void,
 *   wasm?: import('../../driver/loader.js').WasmSource,
 * }} RetryPolicyOptions `shouldRetry`: default: answers and errors whose status asks for another try, and other errors
 *   unless they are HoldfastErrors of a wrong use; `gate`: default: one of its own
 */

/** Errors that another try would not mend. */
const FINAL_CODES = new Set(['invalid-work', 'invalid-option', 'retry-budget-empty']);

/** Tries again what fails, with waits between. */
export class Retry {
  #limits;
  #custom;
  #policy;
  #gate;
  #budget;
  #shouldRetry;
  #onRetry;
  #wasm;
  #calls = 0;

  /** @param {RetryPolicyOptions} [options] */
  constructor(options = {}) {
    checkObject(options, 'retry()');
    const { shouldRetry, gate, budget, onRetry, wasm, ...limits } = options;
    ({ limits: this.#limits, custom: this.#custom } = checkRetryLimits(limits));
    checkFunction({ shouldRetry }, 'shouldRetry');
    checkFunction({ onRetry }, 'onRetry');
    if (gate !== undefined && !(gate instanceof Gate))
      throw invalidOption('gate', 'must be what gate() made');
    if (budget !== undefined && !(budget instanceof RetryBudget)) {
      throw invalidOption('budget', 'must be what retryBudget() made');
    }
    this.#gate = gate ?? new Gate({ wasm });
    this.#budget = budget;
    this.#shouldRetry = shouldRetry;
    this.#onRetry = onRetry;
    this.#wasm = wasm;
    this.#policy = new Lazy((module) => new RetryPolicy(module, this.#limits), wasm);
  }

  /**
   * Tries until the work succeeds, its end is final, or nothing is left to try with.
   *
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work `attempt` counts from 1
   * @param {Partial<Context>} [context] an abort ends a wait at once
   * @returns {Promise<Result>} rejects with the last attempt's error as it is, or with the signal's reason
   */
  async execute(work, context = {}) {
    checkWork(work);
    const { signal } = contextOf(context);
    const policy = this.#policy.now ?? (await this.#policy.load());
    const call = (this.#calls = (this.#calls + 1) % 2 ** 32);
    const since = currentTime();
    try {
      for (let attempt = 1; ; attempt += 1) {
        await this.#gate.pass(signal);
        const end = await endOf(work, { signal, attempt });
        if (!(await this.#goesOn(policy, call, since, end, attempt, signal))) return settle(end);
      }
    } finally {
      // Whatever threw, the policy lasts longer than this call, and is to forget it.
      policy.succeeded(call);
    }
  }

  /**
   * Waits for the next attempt. False where this end is the last.
   *
   * @param {RetryPolicy} policy
   * @param {number} call
   * @param {number} since
   * @param {End} end
   * @param {number} attempt
   * @param {AbortSignal | undefined} signal
   */
  async #goesOn(policy, call, since, end, attempt, signal) {
    await this.#gate.heed(valueOf(end));
    if (signal?.aborted || !(await this.#wants(end, attempt))) {
      if ('result' in end) await this.#budget?.earn(attempt);
      return false;
    }
    if (attempt === 1) policy.begin(call, since);
    const wait = policy.failed(call);
    if (wait === null) return false;
    const waitMs = waitOf(this.#custom, attempt, wait);
    if (this.#budget && !(await this.#budget.spend())) return false;
    this.#onRetry?.({ end, attempt, waitMs });
    await sleep(waitMs, signal);
    return true;
  }

  /** @param {End} end @param {number} attempt */
  async #wants(end, attempt) {
    if (this.#shouldRetry) return this.#shouldRetry(end, attempt);
    const value = valueOf(end);
    const status = statusOf(value);
    if (status !== undefined && status >= 300) {
      const verdict = verdictOf(await loadModule(this.#wasm), status);
      return verdict === 'again' || verdict === 'paced';
    }
    return 'error' in end && !(value instanceof HoldfastError && FINAL_CODES.has(value.code));
  }
}

/**
 * @param {(context: Context) => unknown} work
 * @param {Context} context
 * @returns {Promise<End>}
 */
async function endOf(work, context) {
  try {
    return { result: await work(context) };
  } catch (error) {
    return { error };
  }
}

/** @param {End} end @returns {any} */
function settle(end) {
  if ('error' in end) throw end.error;
  return end.result;
}

/** @param {RetryPolicyOptions} [options] */
export const retry = (options) => new Retry(options);
