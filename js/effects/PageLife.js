/**
 * What happens to the page: whether it is online, and when it goes away and comes back.
 * Without a page, as in Node or in a worker, nothing but the network ever changes.
 */
export class PageLife {
  #listening = new AbortController();

  /**
   * @param {object} listeners
   * @param {(online: boolean) => void} listeners.onOnline
   * @param {() => void} listeners.onHide the page is no longer seen, and may not run again
   * @param {() => void} listeners.onLeave it is unloaded, frozen, or rests in the back/forward cache
   * @param {() => void} listeners.onReturn it runs again after that
   */
  constructor({ onOnline, onHide, onLeave, onReturn }) {
    if (typeof globalThis.addEventListener !== 'function') return;
    const options = { signal: this.#listening.signal };
    addEventListener('online', () => onOnline(true), options);
    addEventListener('offline', () => onOnline(false), options);
    if (typeof document === 'undefined') return;
    addEventListener('pagehide', onLeave, options);
    addEventListener('pageshow', (event) => event.persisted && onReturn(), options);
    document.addEventListener('freeze', onLeave, options);
    document.addEventListener('resume', onReturn, options);
    document.addEventListener('visibilitychange', () => document.hidden && onHide(), options);
  }

  /** False only where the platform is sure that there is no network. */
  get online() {
    return globalThis.navigator?.onLine !== false;
  }

  close() {
    this.#listening.abort();
  }
}
