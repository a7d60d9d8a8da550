/**
 * The tabs that share one database: the one that leads, and what they tell each other.
 *
 * Leadership is a Web Lock; where there is none, as in Node, this page is alone and leads. What is told
 * is a hint: the log is the truth.
 */
export class Tabs {
  #name;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {(() => void) | undefined} */
  #resign;
  /** @type {(leader: boolean) => void} */
  #onLeadership;
  /** @type {(hint: any) => void} */
  #onHint;

  /**
   * @param {string} name
   * @param {{onLeadership: (leader: boolean) => void, onHint: (hint: any) => void}} listeners
   */
  constructor(name, { onLeadership, onHint }) {
    this.#name = `holdfast:${name}`;
    this.#onLeadership = onLeadership;
    this.#onHint = onHint;
  }

  /** Takes part: listens, and stands for the lead. */
  join() {
    if (this.#resign) return;
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }) => this.#onHint(data);
      /** @type {any} */ (this.#channel).unref?.();
    }
    const locks = globalThis.navigator?.locks;
    if (locks) {
      this.#standForLead(locks);
    } else {
      this.#resign = () => {};
      this.#onLeadership(true);
    }
  }

  /** Steps back from everything, so that the page may rest in the back/forward cache. */
  leave() {
    if (!this.#resign) return;
    this.#resign();
    this.#resign = undefined;
    this.#channel?.close();
    this.#channel = undefined;
    this.#onLeadership(false);
  }

  /** @param {object} hint */
  tell(hint) {
    this.#channel?.postMessage(hint);
  }

  /** @param {LockManager} locks */
  #standForLead(locks) {
    const queueing = new AbortController();
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    let resigned = false;
    this.#resign = () => {
      resigned = true;
      queueing.abort();
      release();
    };
    locks
      .request(this.#name, { signal: queueing.signal }, () => {
        if (resigned) return undefined;
        this.#onLeadership(true);
        return held;
      })
      // Aborted while it waited, or stolen while it was held: either way this tab does not lead.
      .catch(() => resigned || this.#onLeadership(false));
  }
}
