import { HoldfastError } from '../HoldfastError.js';
import { loadModule } from '../driver/loader.js';
import { BreakerPolicy } from '../driver/policies.js';
import { LONGEST_MS, checkWhole, invalidOption } from './options.js';

/**
 * Stops calls to something that fails, and probes for its return. For any work, not only chat.
 *
 * It opens after `failureThreshold` failures in a row, or when half of the last 20 calls within 30 s failed;
 * it rests `openMs`, lets one call through, and closes when that succeeds or rests twice as long.
 */
export class CircuitBreaker {
  #options;
  /** @type {BreakerPolicy | undefined} */
  #policy;

  /** @param {import('../types.js').BreakerOptions & {wasm?: import('../driver/loader.js').WasmSource}} [options] */
  constructor({ wasm, ...options } = {}) {
    checkWhole(options, 'failureThreshold', 1, 1_000_000);
    checkWhole(options, 'openMs', 1, LONGEST_MS);
    checkWhole(options, 'maxOpenMs', 1, LONGEST_MS);
    if ((options.openMs ?? 5_000) > (options.maxOpenMs ?? 60_000)) {
      throw invalidOption('openMs', 'must not be longer than maxOpenMs');
    }
    this.#options = { options, wasm };
  }

  /**
   * Runs `work` unless the breaker is open. What it returns or throws comes back as it is.
   *
   * @template Result
   * @param {() => Result | Promise<Result>} work
   * @param {{signal?: AbortSignal}} [options] an abort is no failure of the work
   * @returns {Promise<Result>} rejects with HoldfastError `circuit-open` when the call is not made
   */
  async execute(work, { signal } = {}) {
    if (typeof work !== 'function') throw new HoldfastError('invalid-work', 'execute() needs a function.');
    signal?.throwIfAborted();
    const policy = await this.#load();
    const epoch = policy.tryAcquire();
    if (epoch === null)
      throw new HoldfastError('circuit-open', 'The circuit breaker is open; the call was not made.');
    try {
      const result = await work();
      policy.onSuccess(epoch);
      return result;
    } catch (error) {
      if (signal?.aborted) policy.onNeutral(epoch);
      else policy.onFailure(epoch);
      throw error;
    }
  }

  /** Whether a call would be refused now. */
  isOpen() {
    return this.#policy?.isOpen ?? false;
  }

  /** @returns {'closed' | 'open' | 'half-open'} */
  get state() {
    return this.#policy?.state ?? 'closed';
  }

  async #load() {
    const module = await loadModule(this.#options.wasm);
    this.#policy ??= new BreakerPolicy(module, this.#options.options);
    return this.#policy;
  }
}
