/**
 * What happens to the page: whether it is online, and when it goes away and comes back.
 * Without a page, as in Node, nothing ever happens.
 */
export class PageLife {
  #listening = new AbortController();

  /**
   * @param {{onOnline: (online: boolean) => void, onHide: () => void, onLeave: () => void, onReturn: () => void}} listeners
   *   `onHide`: the page is no longer seen, and may not run again; `onLeave`: it is unloaded or rests in the
   *   back/forward cache; `onReturn`: it comes back from there.
   */
  constructor({ onOnline, onHide, onLeave, onReturn }) {
    if (typeof globalThis.addEventListener !== 'function' || typeof document === 'undefined') return;
    const options = { signal: this.#listening.signal };
    addEventListener('online', () => onOnline(true), options);
    addEventListener('offline', () => onOnline(false), options);
    addEventListener('pagehide', onLeave, options);
    addEventListener('pageshow', (event) => event.persisted && onReturn(), options);
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
