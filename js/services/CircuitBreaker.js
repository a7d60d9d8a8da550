import { EventHub } from '../EventHub.js';
import { HoldfastError, errorOf } from '../HoldfastError.js';
import { BreakerPolicy } from '../driver/BreakerPolicy.js';
import { quickTime } from '../driver/clock.js';
import { loadModule, loadedModule } from '../driver/loader.js';
import { checkBreakerOptions } from './breakerOptions.js';
import { checkFunction, checkObject, checkWork, invalidOption } from './options.js';
import { PLAIN_CONTEXT, contextOf } from './policies/context.js';

/** @typedef {import('./policies/context.js').Context} Context */
/** @typedef {import('../driver/loader.js').WasmSource} WasmSource */

/**
 * What a call came to: `ignored` says nothing about the health of what was called.
 * @typedef {'failure' | 'success' | 'ignored'} Outcome
 */

/**
 * @typedef {import('../types.js').BreakerOptions & {
 *   wasm?: WasmSource,
 *   outcomeOf?: (end: {error: unknown} | {result: unknown}) => Outcome,
 * }} CircuitBreakerOptions `outcomeOf`: default: what throws is a failure
 */

const REFUSAL = 'The circuit breaker is open; the call was not made.';

/**
 * @template Result
 * @param {(context: Context) => Result | Promise<Result>} work
 * @returns {Promise<Result>} also where it throws before it has one
 */
function begin(work) {
  try {
    const result = work(PLAIN_CONTEXT);
    return result instanceof Promise ? result : Promise.resolve(result);
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Stops calls to something that fails, and probes for its return. For any work, not only chat.
 *
 * By default it opens after 5 failures in a row, or when half of the last 20 calls within 30 s failed (with at least
 * 10); it rests 5 s, lets one call through, and closes when that succeeds or rests twice as long, up to a minute.
 */
export class CircuitBreaker {
  #options;
  #wasm;
  #outcomeOf;
  /** @type {BreakerPolicy | undefined} */
  #policy;
  /** @type {EventHub<{change: import('../types.js').BreakerChange}>} */
  #hub = new EventHub();

  /** @param {CircuitBreakerOptions} [options] */
  constructor(options = {}) {
    checkObject(options, 'a CircuitBreaker');
    const { wasm, outcomeOf, ...limits } = options;
    checkBreakerOptions(limits);
    checkFunction({ outcomeOf }, 'outcomeOf');
    this.#options = limits;
    this.#wasm = wasm;
    this.#outcomeOf = outcomeOf;
  }

  /** Loads the WebAssembly ahead of the first call. @param {WasmSource} [wasm] */
  static async ready(wasm) {
    await loadModule(wasm);
  }

  /**
   * Runs `work` unless the breaker is open. What it returns or throws comes back as it is.
   *
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context] its `signal`: an abort is no failure of the work
   * @returns {Promise<Result>} rejects with HoldfastError `circuit-open` when the call is not made
   */
  execute(work, context) {
    const policy = this.#policy;
    if (policy === undefined || context !== undefined || this.#outcomeOf || typeof work !== 'function') {
      return this.#executeInFull(work, context);
    }
    // Nearly every call goes here. An async function around the work would take longer than all that the breaker does.
    if (policy.watch) return begin(work).then(policy.watch.onResult, policy.watch.onError);
    const start = quickTime();
    const epoch = start < policy.restsUntil ? -1 : policy.tryAcquire(start);
    if (epoch < 0) return Promise.reject(errorOf('circuit-open', REFUSAL));
    return this.#run(policy, epoch, start, work, PLAIN_CONTEXT);
  }

  /**
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context]
   * @returns {Promise<Result>}
   */
  async #executeInFull(work, context = PLAIN_CONTEXT) {
    checkWork(work);
    const whole = contextOf(context);
    const policy = this.#policy ?? (await this.#load(whole.signal));
    const start = quickTime();
    const epoch = policy.tryAcquire(start);
    if (epoch < 0) throw new HoldfastError('circuit-open', REFUSAL);
    return this.#run(policy, epoch, start, work, whole);
  }

  /**
   * @template Result
   * @param {BreakerPolicy} policy
   * @param {number} epoch
   * @param {number} start
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Context} context
   */
  async #run(policy, epoch, start, work, context) {
    let result;
    try {
      result = await work(context);
    } catch (error) {
      if (context.signal?.aborted) policy.onNeutral(epoch);
      else this.#judge(policy, epoch, start, { error });
      throw error;
    }
    this.#judge(policy, epoch, start, { result });
    return result;
  }

  /** Whether a call would be refused now. */
  isOpen() {
    return this.#policy?.isOpen ?? false;
  }

  /** @returns {import('../types.js').BreakerState} */
  get state() {
    return this.#policy?.state ?? 'closed';
  }

  /** Since when it is in that state, in ms since the epoch; null where it never was in another. */
  get since() {
    return this.#policy?.since ?? null;
  }

  /** When an open one lets a call through, in ms since the epoch; null where it is not open. */
  get probeAt() {
    return this.#policy?.probeAt ?? null;
  }

  /**
   * Hears each transition.
   *
   * @param {'change'} name
   * @param {(change: import('../types.js').BreakerChange) => void} listener
   * @returns {() => void} ends the subscription
   */
  on(name, listener) {
    return this.#hub.on(name, listener);
  }

  /** Open until reset(). Like the three that follow, this takes effect at once where the module is loaded. */
  async isolate() {
    (this.#made() ?? (await this.#load())).isolate();
  }

  /** Open as though it had tripped. No effect where it is isolated. */
  async forceOpen() {
    (this.#made() ?? (await this.#load())).forceOpen();
  }

  /** Closed, with nothing remembered. Calls that are under way count for nothing. */
  async reset() {
    (this.#made() ?? (await this.#load())).reset();
  }

  /**
   * Takes up a state that save() gave. A half-open one comes back as open with its rest over.
   *
   * @param {string} saved
   * @returns {Promise<void>} rejects with HoldfastError `invalid-snapshot`
   */
  async restore(saved) {
    if (typeof saved !== 'string')
      throw new HoldfastError('invalid-snapshot', 'restore() needs what save() gave.');
    (this.#made() ?? (await this.#load())).restore(saved);
  }

  /** @returns {string | null} its state as a short text; null where no call has been made, and nothing is to be kept */
  save() {
    return this.#policy?.save() ?? null;
  }

  /**
   * @param {BreakerPolicy} policy
   * @param {number} epoch
   * @param {number} start
   * @param {{error: unknown} | {result: unknown}} end
   */
  #judge(policy, epoch, start, end) {
    /** @type {unknown} */
    let outcome = 'ignored';
    try {
      outcome = this.#outcomeOf ? this.#outcomeOf(end) : 'error' in end ? 'failure' : 'success';
    } finally {
      if (outcome === 'failure') policy.onFailure(epoch, start);
      else if (outcome === 'success') policy.onSuccess(epoch, start);
      else policy.onNeutral(epoch);
    }
    if (outcome === 'failure' || outcome === 'success' || outcome === 'ignored') return;
    throw invalidOption('outcomeOf', `must return failure, success or ignored, not ${String(outcome)}`);
  }

  #made() {
    const module = loadedModule();
    if (module && !this.#policy) {
      this.#policy = new BreakerPolicy(module, this.#options, (change) => this.#hub.emit('change', change));
    }
    return this.#policy;
  }

  /** @param {AbortSignal} [signal] */
  async #load(signal) {
    await loadModule(this.#wasm);
    signal?.throwIfAborted();
    return /** @type {BreakerPolicy} */ (this.#made());
  }
}
