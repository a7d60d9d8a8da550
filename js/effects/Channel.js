/** What the tabs of one database tell each other. All of it is a hint: it may come late, twice or never. */
export class Channel {
  #name;
  #onHint;
  /** @type {BroadcastChannel | undefined} */
  #channel;

  /** @param {string} name @param {(hint: any) => void} onHint what another tab told */
  constructor(name, onHint) {
    this.#name = name;
    this.#onHint = onHint;
  }

  open() {
    if (this.#channel || typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#onHint(data);
    // Node: nobody waits for hints.
    /** @type {any} */ (this.#channel).unref?.();
  }

  /** An open channel keeps a page out of the back/forward cache. */
  close() {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** @param {{kind: string}} hint */
  tell(hint) {
    this.#channel?.postMessage(hint);
  }
}
