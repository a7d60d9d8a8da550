/**
 * Calls back when the present turn of the event loop is over, microtasks included, and sooner than a timer:
 * timers wait at least four milliseconds, and in hidden tabs a second or a minute.
 */
export class TurnEnd {
  /** @type {() => void} */
  #schedule;
  /** @type {MessageChannel | undefined} */
  #channel;

  /** @param {() => void} callback */
  constructor(callback) {
    const { setImmediate } = /** @type {any} */ (globalThis);
    if (setImmediate) {
      // Node: unlike a port, this keeps the process alive until it was called, and no longer.
      this.#schedule = () => setImmediate(callback);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = callback;
    // A port takes a microsecond, which need not be the caller's.
    this.#schedule = () => queueMicrotask(() => channel.port2.postMessage(null));
    this.#channel = channel;
  }

  schedule() {
    this.#schedule();
  }

  close() {
    this.#channel?.port1.close();
  }
}
