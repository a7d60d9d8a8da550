/** A holder that does nothing for this long leads no more. */
const LEASE_MS = 15_000;
/** Often enough that one late timer loses nothing. */
const RENEW_MS = 5_000;

/**
 * The lead as a lease in the database, where there are no Web Locks, as on pages that were not loaded over
 * HTTPS. It is renewed while its holder runs, and falls to another tab when it does not.
 */
export class LeaseLead {
  #database;
  #holder;
  #now;
  #onHeld;
  #onLost;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #fence = 0;

  /**
   * @param {import('../log/IndexedDbLog.js').IndexedDbLog} database
   * @param {string} holder this page's id
   * @param {() => number} now ms since the epoch
   * @param {(fence: number) => void} onHeld
   * @param {() => void} onLost
   */
  constructor(database, holder, now, onHeld, onLost) {
    this.#database = database;
    this.#holder = holder;
    this.#now = now;
    this.#onHeld = onHeld;
    this.#onLost = onLost;
  }

  /** Stands for the lead. */
  stand() {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#renew(), RENEW_MS);
    void this.#renew();
  }

  /** Takes the lead from whoever has it. */
  async claim() {
    this.resign();
    const fence = await this.#database.takeLead(this.#holder, this.#now() + LEASE_MS).catch(() => 0);
    this.stand();
    this.#turnTo(fence);
  }

  /** Gives the lead up, so that another tab need not wait for its end. */
  resign() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#fence !== 0) void this.#database.release(this.#holder).catch(() => undefined);
    this.#fence = 0;
  }

  async #renew() {
    const timer = this.#timer;
    // Where the database does not answer, the lease runs out by itself.
    const fence = await this.#database.lease(this.#holder, this.#now(), LEASE_MS).catch(() => 0);
    if (this.#timer === timer && timer !== undefined) this.#turnTo(fence);
  }

  /** @param {number} fence */
  #turnTo(fence) {
    if (fence === this.#fence) return;
    this.#fence = fence;
    if (fence === 0) this.#onLost();
    else this.#onHeld(fence);
  }
}
