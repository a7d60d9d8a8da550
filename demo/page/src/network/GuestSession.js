import { read, write } from '../data/storage.js';

/** What `POST /session/guest` gives. @typedef {{token: string, userId: string, expiresAt: string}} Guest */

/**
 * The bearer token of a guest, where the server knows users. It is kept, so that the conversations of this browser are
 * there at the next visit; all tabs are the same guest.
 */
export class GuestSession {
  /** @type {typeof fetch} */
  #fetch;
  /** @type {Promise<string | undefined> | undefined} */
  #token;

  /** @param {typeof fetch} fetchThrough */
  constructor(fetchThrough) {
    this.#fetch = fetchThrough;
    this.headers = this.headers.bind(this);
    this.fetch = this.fetch.bind(this);
  }

  /** What goes with every request; rejects while the server cannot be asked for a token. */
  async headers() {
    this.#token ??= this.#openOnce();
    try {
      const token = await this.#token;
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }

  /**
   * The fetch that these headers are for. A token that the server refuses is dropped: who asks next is a new guest.
   * @param {RequestInfo | URL} input
   * @param {RequestInit} [init]
   */
  async fetch(input, init) {
    const response = await this.#fetch(input, init);
    if (response.status === 401) {
      write('guest', null);
      this.#token = undefined;
    }
    return response;
  }

  /** One tab at a time, where the browser can: the others find what it was given. */
  #openOnce() {
    if (!navigator.locks) return this.#open();
    return navigator.locks.request('holdfast-demo.guest', () => this.#open());
  }

  /** @returns {Promise<string | undefined>} nothing where the server knows no users */
  async #open() {
    const kept = /** @type {Guest | null} */ (read('guest', null));
    if (kept && Date.parse(kept.expiresAt) > Date.now()) return kept.token;
    const response = await this.#fetch('/session/guest', { method: 'POST' });
    if (response.status === 404 || response.status === 405) return undefined;
    if (!response.ok) throw new Error(`The server gave no guest a token: it answered ${response.status}.`);
    const guest = /** @type {Guest} */ (await response.json());
    write('guest', guest);
    return guest.token;
  }
}
