import { Emitter } from '../data/Emitter.js';
import { onOtherTab, read, write } from '../data/storage.js';

/** @typedef {'connected' | 'offline' | 'unreachable'} NetworkMode */

/**
 * The network as the page lets Holdfast see it, with a switch in it that acts on every tab:
 * - `offline`: requests fail, and the browser says that it is offline;
 * - `unreachable`: requests fail, and the browser believes that it is online.
 */
export class NetworkSwitch {
  /** @type {Emitter<{changed: NetworkMode}>} */
  #events = new Emitter();
  #connection = new AbortController();
  #mode = /** @type {NetworkMode} */ ('connected');

  constructor() {
    this.on = this.#events.on.bind(this.#events);
    this.fetch = this.fetch.bind(this);
    this.#apply(read('network', 'connected'));
    onOtherTab('network', () => this.#apply(read('network', 'connected')));
  }

  get mode() {
    return this.#mode;
  }

  /** @param {NetworkMode} mode */
  set(mode) {
    write('network', mode === 'connected' ? null : mode);
    this.#apply(mode);
  }

  /**
   * The global fetch, save that a cut network rejects it and breaks what streams.
   * @param {RequestInfo | URL} input
   * @param {RequestInit} [init]
   */
  async fetch(input, init) {
    if (this.#mode !== 'connected') throw cutOff();
    const own = init?.signal ?? (input instanceof Request ? input.signal : null);
    const signals = own ? [own, this.#connection.signal] : [this.#connection.signal];
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  }

  /** @param {NetworkMode} mode */
  #apply(mode) {
    if (mode === this.#mode) return;
    const wasOffline = this.#mode === 'offline';
    this.#mode = mode;
    if (mode === 'connected') this.#connection = new AbortController();
    else this.#connection.abort(cutOff());
    if (wasOffline !== (mode === 'offline')) pretendToBeOffline(mode === 'offline');
    this.#events.emit('changed', mode);
  }
}

const cutOff = () => new TypeError('Failed to fetch (the network is cut by the demo)');

/** @param {boolean} offline */
function pretendToBeOffline(offline) {
  if (offline) Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  else Reflect.deleteProperty(navigator, 'onLine');
  window.dispatchEvent(new Event(offline ? 'offline' : 'online'));
}
