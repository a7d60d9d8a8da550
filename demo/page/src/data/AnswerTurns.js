/**
 * The answers that one conversation waits for. While one streams, whatever is sent waits for the next:
 * so a press on Stop ends the answer that streams and leaves what waits behind it alone.
 */
export class AnswerTurns {
  /** @type {Set<AbortController>} */
  #current = new Set();
  /** @type {Set<AbortController>} */
  #next = new Set();

  get active() {
    return this.#current.size > 0;
  }

  /** @returns {{signal: AbortSignal, leave: () => void}} */
  join() {
    const controller = new AbortController();
    (this.active ? this.#next : this.#current).add(controller);
    return { signal: controller.signal, leave: () => this.#leave(controller) };
  }

  stop() {
    for (const controller of this.#current) controller.abort();
  }

  /** @param {AbortController} controller */
  #leave(controller) {
    this.#current.delete(controller);
    this.#next.delete(controller);
    if (this.active) return;
    this.#current = this.#next;
    this.#next = new Set();
  }
}
