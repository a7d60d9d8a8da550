import { HoldfastError } from '../HoldfastError.js';
import { loadModule } from '../driver/loader.js';
import { RetryPolicy } from '../driver/policies.js';
import { LONGEST_MS, checkWhole } from './options.js';
import { persist } from './patience.js';

/**
 * @template Item
 * @typedef {object} RetryQueueOptions
 * @property {number} [maxRetries] attempts after the first; default 3
 * @property {number} [backoffMs] base of the exponential back-off with full jitter; default 1000
 * @property {number} [maxBackoffMs] its cap; default 60000
 * @property {number} [batchSize] items that one call of the processor gets at most; default 100
 * @property {(items: Item[], error: unknown) => void} [onGiveUp] told when the retries of a batch are used up
 * @property {import('../driver/loader.js').WasmSource} [wasm]
 */

/**
 * Work in order, in batches, tried again when it fails. For any work, not only chat.
 *
 * @template Item
 */
export class RetryQueue {
  #processor;
  #options;
  #batchSize;
  #onGiveUp;
  #wasm;
  /** @type {Item[]} */
  #queue = [];
  /** @type {Promise<void> | undefined} */
  #processing;

  /**
   * @param {(items: Item[]) => Promise<void> | void} processor
   * @param {RetryQueueOptions<Item>} [options]
   */
  constructor(processor, { batchSize = 100, onGiveUp, wasm, ...options } = {}) {
    if (typeof processor !== 'function') {
      throw new HoldfastError('invalid-option', 'A RetryQueue needs a function that processes items.', {
        field: 'processor',
      });
    }
    checkWhole({ batchSize }, 'batchSize', 1, 1_000_000);
    checkWhole(options, 'maxRetries', 0, 1_000_000);
    checkWhole(options, 'backoffMs', 1, LONGEST_MS);
    checkWhole(options, 'maxBackoffMs', 1, LONGEST_MS);
    const backoffMs = options.backoffMs ?? 1_000;
    this.#options = { maxRetries: 3, maxBackoffMs: Math.max(60_000, backoffMs), ...options, backoffMs };
    if (backoffMs > this.#options.maxBackoffMs) {
      throw new HoldfastError(
        'invalid-option',
        'The option backoffMs must not be longer than maxBackoffMs.',
        {
          field: 'backoffMs',
        },
      );
    }
    this.#processor = processor;
    this.#batchSize = batchSize;
    this.#onGiveUp = onGiveUp;
    this.#wasm = wasm;
  }

  /** Items that are not processed yet. */
  get size() {
    return this.#queue.length;
  }

  /** Adds an item and sees to it that the queue is worked on. @param {Item} item */
  enqueue(item) {
    this.#queue.push(item);
    // Whoever wants the errors calls processQueue(); onGiveUp hears of them in any case.
    this.processQueue().catch(() => {});
  }

  /**
   * Works until the queue is empty. Calls while it works share the one run.
   *
   * @returns {Promise<void>} rejects with the processor's last error when the retries of a batch are used up;
   *   that batch is handed to `onGiveUp` and the rest of the queue is worked on all the same
   */
  processQueue() {
    this.#processing ??= this.#processAll().finally(() => {
      this.#processing = undefined;
    });
    return this.#processing;
  }

  async #processAll() {
    const policy = new RetryPolicy(await loadModule(this.#wasm), this.#options);
    /** @type {{error: unknown} | undefined} */
    let failure;
    try {
      while (this.#queue.length > 0) {
        const items = this.#queue.slice(0, this.#batchSize);
        try {
          await persist(policy, async () => this.#processor(items));
        } catch (error) {
          failure ??= { error };
          this.#onGiveUp?.(items, error);
        }
        this.#queue.splice(0, items.length);
      }
    } finally {
      policy.close();
    }
    if (failure) throw failure.error;
  }
}
