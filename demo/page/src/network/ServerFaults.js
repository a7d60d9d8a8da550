import { Emitter } from '../data/Emitter.js';

/**
 * @typedef {object} Faults
 * @property {0 | 429 | 500 | 503} fail the status that every request gets; 0 where the server is healthy
 * @property {number | undefined} retryAfterSeconds what `Retry-After` says; undefined leaves it out
 * @property {number} delayMs how long every answer waits
 * @property {boolean} dropAnswers the server does the work, and the answer never arrives
 * @property {number} cutStreamsAfterEvents an answer breaks off after so many events; 0 for never
 */

/** @type {Faults} */
export const healthy = {
  fail: 0,
  retryAfterSeconds: undefined,
  delayMs: 0,
  dropAnswers: false,
  cutStreamsAfterEvents: 0,
};

const address = new URL('demo/faults', document.baseURI);

/** The faults that the demo server can be told to have. It is asked past the network switch. */
export class ServerFaults {
  /** @type {Emitter<{changed: ServerFaults}>} */
  #events = new Emitter();
  /** @type {Faults} */
  current = healthy;
  /** `disabled`: the server was started without `--demo-faults`. */
  availability = /** @type {'unknown' | 'available' | 'disabled' | 'unreachable'} */ ('unknown');

  constructor() {
    this.on = this.#events.on.bind(this.#events);
  }

  get active() {
    return JSON.stringify(this.current) !== JSON.stringify(healthy);
  }

  async load() {
    await this.#ask({ cache: 'no-store' }, healthy);
  }

  /** @param {Partial<Faults>} change */
  async set(change) {
    const wanted = { ...this.current, ...change };
    const headers = { 'Content-Type': 'application/json' };
    await this.#ask({ method: 'PUT', headers, body: JSON.stringify(wanted) }, wanted);
  }

  /**
   * @param {RequestInit} init
   * @param {Faults} assumed what holds where the server answers without saying so
   */
  async #ask(init, assumed) {
    try {
      const response = await fetch(address, init);
      if (response.ok) this.current = { ...assumed, ...(await response.json().catch(() => ({}))) };
      this.availability = response.ok ? 'available' : response.status === 404 ? 'disabled' : 'unreachable';
    } catch {
      this.availability = 'unreachable';
    }
    this.#events.emit('changed', this);
  }
}
