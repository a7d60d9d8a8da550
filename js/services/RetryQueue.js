import { HoldfastError } from '../HoldfastError.js';
import { RetryPolicy } from '../driver/policies.js';
import { loadModule } from '../driver/loader.js';
import { sleep } from './patience.js';
import { waitOf } from './policies/backoff.js';
import { checkQueue } from './queueOptions.js';
import { remaining } from './queueOutcomes.js';

/** @typedef {import('./queueOutcomes.js').ItemOutcome} ItemOutcome */

/**
 * @template Item
 * @typedef {import('./queueOptions.js').RetryQueueOptions<Item>} RetryQueueOptions
 */

/**
 * @template Item
 * @callback Processor
 * @param {Item[]} items
 * @param {{signal: AbortSignal, attempt: number}} context `attempt` from 1
 * @returns {Promise<void | ItemOutcome[]> | void | ItemOutcome[]} nothing, where all are done, or an outcome for each item
 */

/** Why items of a batch are left; `isFinal` where another try would not mend it. @typedef {{error: unknown, isFinal: boolean}} Failure */

/** @template Item @typedef {{item: Item, resolve?: () => void, reject?: (error: unknown) => void}} Entry */

/**
 * Work in order, in batches, tried again when it fails. For any work, not only chat. What the processor throws loses
 * nothing: items stay until they are done, or are given up after `maxRetries` and handed over or kept.
 *
 * @template Item
 */
export class RetryQueue {
  #processor;
  #limits;
  #custom;
  #options;
  /** @type {Entry<Item>[]} */
  #queue = [];
  /** Items at the head of the queue that the processor has, or that wait for their retry. */
  #underWay = 0;
  /** @type {{item: Item, error: unknown}[]} */
  #givenUp = [];
  /** @type {{run: Promise<void>, controller: AbortController} | undefined} */
  #processing;
  /** @type {Set<() => void>} */
  #idleWaiters = new Set();
  #isClosed = false;

  /**
   * @param {Processor<Item>} processor
   * @param {RetryQueueOptions<Item>} [options]
   */
  constructor(processor, options = {}) {
    const checked = checkQueue(processor, options);
    this.#limits = checked.limits;
    this.#custom = checked.custom;
    this.#options = checked.options;
    this.#processor = processor;
  }

  /** Items that are not settled yet. */
  get size() {
    return this.#queue.length;
  }

  /** Whether the processor is called, or a retry is waited for. */
  get isProcessing() {
    return this.#processing !== undefined;
  }

  /** Adds an item and sees to it that the queue is worked on. @param {Item} item */
  enqueue(item) {
    this.#admit({ item });
    // Whoever wants the errors calls processQueue(); onGiveUp hears of them in any case.
    this.processQueue().catch(() => {});
  }

  /**
   * As enqueue(), for those who want to know what becomes of this item.
   *
   * @param {Item} item
   * @returns {Promise<void>} rejects with the processor's last error where it is given up, or with `item-dropped`
   */
  add(item) {
    return new Promise((resolve, reject) => {
      this.#admit({ item, resolve, reject });
      this.processQueue().catch(() => {});
    });
  }

  /**
   * Works until the queue is empty. Calls while it works share the one run.
   *
   * @param {{signal?: AbortSignal}} [options] an abort ends the run, as abort() does
   * @returns {Promise<void>} rejects with the processor's last error when the retries of a batch are used up; the rest
   *   of the queue is worked on all the same
   */
  async processQueue({ signal } = {}) {
    signal?.throwIfAborted();
    const { run, controller } = (this.#processing ??= this.#begin());
    const stop = () => controller.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await run;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * Ends the run: a wait at once, the processor through its signal. Nothing is lost: what was not done stays, and goes
   * with the next enqueue() or processQueue().
   *
   * @param {unknown} [reason] what processQueue() rejects with; default: an `AbortError`
   */
  abort(reason) {
    this.#processing?.controller.abort(reason);
  }

  /** Resolves when no run is under way, however the last one ended. @returns {Promise<void>} */
  async idle() {
    while (this.#processing) await new Promise((resolve) => this.#idleWaiters.add(() => resolve(undefined)));
  }

  /** Takes no more items from now on, and works off what it has. @returns {Promise<void>} as processQueue() */
  async drain() {
    this.#isClosed = true;
    await this.processQueue();
  }

  /** What was given up and nobody took, with the errors; the queue forgets it. @returns {{item: Item, error: unknown}[]} */
  takeGivenUp() {
    return this.#givenUp.splice(0);
  }

  /** @param {Entry<Item>} entry */
  #admit(entry) {
    if (this.#isClosed)
      throw new HoldfastError('queue-closed', 'The queue was drained; it takes no more items.');
    const { maxSize, overflow } = this.#options;
    if (this.#queue.length + this.#givenUp.length >= maxSize) {
      if (overflow === 'reject')
        throw new HoldfastError('queue-full', `The queue holds ${maxSize} items already.`);
      if (overflow === 'drop-newest' || !this.#dropOldest()) return this.#drop(entry);
    }
    this.#queue.push(entry);
  }

  /** False where all that it holds is with the processor. */
  #dropOldest() {
    if (this.#givenUp.length > 0) {
      this.#options.onDrop?.(/** @type {{item: Item}} */ (this.#givenUp.shift()).item);
      return true;
    }
    const [oldest] = this.#queue.splice(this.#underWay, 1);
    if (oldest) this.#drop(oldest);
    return oldest !== undefined;
  }

  /** @param {Entry<Item>} entry */
  #drop({ item, reject }) {
    reject?.(new HoldfastError('item-dropped', 'The queue was full; the item was dropped.'));
    this.#options.onDrop?.(item);
  }

  #begin() {
    const controller = new AbortController();
    const run = this.#processAll(controller.signal).finally(() => {
      this.#processing = undefined;
      this.#underWay = 0;
      for (const wake of this.#idleWaiters) wake();
      this.#idleWaiters.clear();
    });
    return { run, controller };
  }

  /** @param {AbortSignal} signal */
  async #processAll(signal) {
    const policy = new RetryPolicy(await loadModule(this.#options.wasm), this.#limits);
    /** @type {{error: unknown} | undefined} */
    let failure;
    try {
      while (this.#queue.length > 0) {
        signal.throwIfAborted();
        this.#underWay = Math.min(this.#options.batchSize, this.#queue.length);
        const error = await this.#processBatch(policy, signal);
        failure ??= error;
      }
    } finally {
      policy.close();
    }
    if (failure) throw failure.error;
  }

  /**
   * Until all items of the batch are settled.
   *
   * @param {RetryPolicy} policy
   * @param {AbortSignal} signal
   * @returns {Promise<Failure | undefined>} why the rest of them was given up
   */
  async #processBatch(policy, signal) {
    const batch = 1;
    policy.begin(batch);
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.#attempt({ signal, attempt });
      if (!failure) {
        policy.succeeded(batch);
        return undefined;
      }
      const waitMs = this.#waitAfter(failure, policy, batch, attempt);
      if (waitMs === null) {
        this.#giveUp(failure.error);
        return failure;
      }
      await sleep(waitMs, signal);
    }
  }

  /**
   * @param {Failure} failure
   * @param {RetryPolicy} policy
   * @param {number} batch
   * @param {number} attempt
   * @returns {number | null} null where there is no next attempt
   */
  #waitAfter(failure, policy, batch, attempt) {
    const wait = failure.isFinal ? null : policy.failed(batch);
    try {
      if (wait !== null) return waitOf(this.#custom, attempt, wait);
    } catch (error) {
      failure.error = error;
    }
    // The policy lasts as long as the run: the next batch has the same number.
    policy.succeeded(batch);
    return null;
  }

  /**
   * Calls the processor and settles what is done.
   *
   * @param {{signal: AbortSignal, attempt: number}} context
   * @returns {Promise<Failure | undefined>} why items are left
   */
  async #attempt(context) {
    const entries = this.#queue.slice(0, this.#underWay);
    let outcomes;
    try {
      outcomes = await this.#processor(
        entries.map(({ item }) => item),
        context,
      );
    } catch (error) {
      context.signal.throwIfAborted();
      return { error, isFinal: false };
    }
    try {
      return this.#settle(entries, remaining(entries, outcomes));
    } catch (error) {
      return { error, isFinal: true };
    }
  }

  /**
   * @param {Entry<Item>[]} entries
   * @param {{again: Entry<Item>[], refused: Map<Entry<Item>, Error>}} left
   * @returns {Failure | undefined}
   */
  #settle(entries, { again, refused }) {
    this.#queue.splice(0, this.#underWay, ...again);
    this.#underWay = again.length;
    for (const entry of entries) if (!again.includes(entry) && !refused.has(entry)) entry.resolve?.();
    for (const [entry, error] of refused) this.#handOver([entry], error);
    if (again.length === 0) return undefined;
    const error = new HoldfastError(
      'items-left',
      `The processor left ${again.length} items to be tried again.`,
    );
    return { error, isFinal: false };
  }

  /** @param {unknown} error */
  #giveUp(error) {
    const entries = this.#queue.splice(0, this.#underWay);
    this.#underWay = 0;
    this.#handOver(entries, error);
  }

  /** @param {Entry<Item>[]} entries @param {unknown} error */
  #handOver(entries, error) {
    for (const { reject } of entries) reject?.(error);
    const items = entries.map(({ item }) => item);
    if (this.#options.onGiveUp) this.#options.onGiveUp(items, error);
    else for (const item of items) this.#givenUp.push({ item, error });
  }
}
