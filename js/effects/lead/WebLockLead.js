/** The lead as a Web Lock: the browser hands it on when its holder closes, leaves or dies. */
export class WebLockLead {
  #locks;
  #name;
  #onHeld;
  #onLost;
  /** @type {(() => void) | undefined} */
  #release;

  /**
   * @param {LockManager} locks
   * @param {string} name
   * @param {() => void} onHeld
   * @param {() => void} onLost stolen by another tab, which leads from now on
   */
  constructor(locks, name, onHeld, onLost) {
    this.#locks = locks;
    this.#name = name;
    this.#onHeld = onHeld;
    this.#onLost = onLost;
  }

  /** Stands for the lead, behind those who already do. */
  stand() {
    if (!this.#release) this.#request({});
  }

  /** Takes the lead from whoever has it, who may be frozen, or busy with its own. */
  claim() {
    this.resign();
    this.#request({ steal: true });
  }

  /** Gives the lead up, or stands back. */
  resign() {
    this.#release?.();
    this.#release = undefined;
  }

  /** @param {LockOptions} options */
  #request(options) {
    const waiting = new AbortController();
    /** @type {() => void} */
    let letGo = () => {};
    const held = new Promise((resolve) => {
      letGo = () => resolve(undefined);
    });
    let isOver = false;
    const release = () => {
      isOver = true;
      waiting.abort();
      letGo();
    };
    this.#release = release;
    this.#locks
      // A request that steals cannot be aborted.
      .request(this.#name, options.steal ? options : { signal: waiting.signal }, () => {
        if (isOver) return undefined;
        this.#onHeld();
        return held;
      })
      .catch(() => {
        if (isOver) return;
        this.#release = undefined;
        this.#onLost();
      });
  }
}
