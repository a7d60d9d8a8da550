/** @typedef {import('holdfast').QueueStatus['breaker']} BreakerState */

/** @typedef {{state: BreakerState, from: number, to: number}} Span in ms since the epoch; the last one goes on */

/** @typedef {{at: number, ok: boolean, text: string}} Attempt a request of the outbox, when it ended */

/** What the breaker did in the last minutes: in which state it was when, and how each request ended. */
export class BreakerHistory {
  /** @type {Span[]} */
  #spans = [];
  /** @type {Attempt[]} */
  #attempts = [];
  #memoryMs;

  /** @param {number} memoryMs what is older is forgotten */
  constructor(memoryMs) {
    this.#memoryMs = memoryMs;
  }

  /** @param {BreakerState} state @param {number} at */
  entered(state, at) {
    const last = this.#spans.at(-1);
    if (last?.state === state) return;
    if (last) last.to = at;
    this.#spans.push({ state, from: at, to: at });
  }

  /** @param {Attempt} attempt */
  attempted(attempt) {
    this.#attempts.push(attempt);
  }

  /**
   * What is to be seen of it at a time, oldest first.
   * @param {number} now
   * @returns {{spans: Span[], attempts: Attempt[]}}
   */
  until(now) {
    const begin = now - this.#memoryMs;
    const last = this.#spans.at(-1);
    if (last) last.to = Math.max(last.from, now);
    this.#spans = this.#spans.filter(({ to }) => to >= begin);
    this.#attempts = this.#attempts.filter(({ at }) => at >= begin);
    return {
      spans: this.#spans.map((span) => ({ ...span, from: Math.max(span.from, begin) })),
      attempts: this.#attempts,
    };
  }
}
