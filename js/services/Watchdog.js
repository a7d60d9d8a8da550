import { currentTime, quickTime } from '../driver/clock.js';

/**
 * Notices that something does not happen in time. It may be told of thousands of things in a second: its timer is
 * armed once, and looks at the deadline when it fires.
 */
export class Watchdog {
  #onExpired;
  #deadline = Infinity;
  #complaint = '';
  /** When the timer fires. */
  #due = Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(error: Error) => void} onExpired */
  constructor(onExpired) {
    this.#onExpired = onExpired;
  }

  /** Something is to happen within `ms`. @param {number} ms @param {string} complaint */
  expect(ms, complaint) {
    this.#deadline = quickTime() + ms;
    this.#complaint = complaint;
    if (this.#deadline < this.#due) this.#arm(ms);
  }

  /** Nothing is awaited. */
  rest() {
    this.#deadline = Infinity;
  }

  stop() {
    this.rest();
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  /** @param {number} ms */
  #arm(ms) {
    clearTimeout(this.#timer);
    this.#due = this.#deadline;
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  #look() {
    this.#due = Infinity;
    const left = this.#deadline - currentTime();
    if (left === Infinity) return;
    if (left > 0) return this.#arm(left);
    this.rest();
    return this.#onExpired(new Error(this.#complaint));
  }
}
