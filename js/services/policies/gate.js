import { GatePolicy } from '../../driver/policies.js';
import { LONGEST_MS, checkObject, checkWhole, checkWork } from '../options.js';
import { sleep } from '../patience.js';
import { Lazy } from './Lazy.js';
import { retryAfterOf, valueOf } from './answers.js';
import { contextOf } from './context.js';

/** @typedef {import('./context.js').Context} Context */

const DEFAULT_MAX_MS = 15 * 60_000;

/**
 * Holds all calls back until the time that a `Retry-After` or a `retry-after-ms` named, of whichever call: a backend that
 * asks one caller for patience asks all of them.
 */
export class Gate {
  #policy;

  /** @param {{maxMs?: number, wasm?: import('../../driver/loader.js').WasmSource}} [options] */
  constructor(options = {}) {
    checkObject(options, 'a gate');
    const { maxMs = DEFAULT_MAX_MS, wasm } = options;
    checkWhole({ maxMs }, 'maxMs', 1, LONGEST_MS);
    this.#policy = new Lazy((module) => new GatePolicy(module, { maxMs }), wasm);
  }

  /** When it opens, in ms since the epoch; null where it is open. */
  get opensAt() {
    return this.#policy.now?.opensAt ?? null;
  }

  /**
   * Shut until what a Response, an error with `headers`, or one with a `response` says; as it is where they say nothing.
   *
   * @param {unknown} answer
   */
  async heed(answer) {
    const retryAfter = retryAfterOf(answer);
    if (retryAfter !== undefined) (this.#policy.now ?? (await this.#policy.load())).heed(retryAfter);
  }

  /** Resolves when it is open; at once with the signal's reason where that is aborted. @param {AbortSignal} [signal] */
  async pass(signal) {
    const policy = this.#policy.now ?? (await this.#policy.load());
    signal?.throwIfAborted();
    // What was heard of meanwhile may have shut it for longer.
    for (let { wait } = policy; wait > 0; { wait } = policy) await sleep(wait, signal);
  }

  /**
   * Waits until it is open, makes the call, and heeds its answer.
   *
   * @template Result
   * @param {(context: Context) => Result | Promise<Result>} work
   * @param {Partial<Context>} [context]
   * @returns {Promise<Result>}
   */
  async execute(work, context = {}) {
    checkWork(work);
    const whole = contextOf(context);
    await this.pass(whole.signal);
    /** @type {import('./answers.js').End | undefined} */
    let end;
    try {
      const result = await work(whole);
      end = { result };
      return result;
    } catch (error) {
      end = { error };
      throw error;
    } finally {
      if (end) await this.heed(valueOf(end));
    }
  }
}

/** @param {ConstructorParameters<typeof Gate>[0]} [options] `maxMs`: what it is shut for at most; default 15 minutes */
export const gate = (options) => new Gate(options);
