/** @typedef {import('./QueuedMessage.js').QueuedMessage} QueuedMessage */

/**
 * Who waits for an answer. `signal`: it is wanted no more.
 * @typedef {{signal?: AbortSignal, resolve: (answer: QueuedMessage) => void, reject: (error: unknown) => void}} Asker
 */

/**
 * Those who get one answer.
 *
 * @template {Asker} One
 */
export class Askers {
  /** @type {Set<One>} */
  #all = new Set();
  #ending = new AbortController();
  #settled = new AbortController();

  /** @param {One} first */
  constructor(first) {
    this.first = first;
    this.join([first]);
  }

  /** Aborted as soon as one of them wants no answer any more. */
  get signal() {
    return this.#ending.signal;
  }

  /** @param {One} one */
  has(one) {
    return this.#all.has(one);
  }

  /** @param {One[]} more */
  join(more) {
    for (const one of more) {
      this.#all.add(one);
      const { signal } = one;
      const stop = () => this.#ending.abort(signal?.reason);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true, signal: this.#settled.signal });
    }
  }

  /** @param {QueuedMessage} answer */
  resolve(answer) {
    this.#settled.abort();
    for (const one of this.#all) one.resolve(answer);
  }

  /** @param {unknown} error */
  reject(error) {
    this.#settled.abort();
    for (const one of this.#all) one.reject(error);
  }
}
