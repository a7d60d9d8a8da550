/** How soon the leader looks again while other pages stream, whose answers it goes on with when they die. */
const LOOK_SOON_MS = 2_000;
/** And while none does, as far as it has heard. */
const LOOK_NOW_AND_THEN_MS = 60_000;

/** Finds answers whose page is gone. Every page looks once when it starts, and the leader from then on. */
export class AnswerRecovery {
  #checkpoints;
  #goOn;
  #leads = false;
  #isLooking = false;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import('./Checkpoints.js').Checkpoints | undefined} checkpoints undefined where there are none, or
   *   none to go on with
   * @param {(claimed: import('./Checkpoints.js').ClaimedAnswer) => void} goOn with an answer whose page is gone
   */
  constructor(checkpoints, goOn) {
    this.#checkpoints = checkpoints;
    this.#goOn = goOn;
  }

  /** @param {boolean} leads */
  lead(leads) {
    this.#leads = leads;
    if (leads) void this.look();
    else clearTimeout(this.#timer);
  }

  /** Another page has begun an answer. */
  heard() {
    if (this.#leads) this.#lookIn(LOOK_SOON_MS);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async look() {
    if (!this.#checkpoints || this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    let left = 0;
    try {
      for (const { id } of await this.#checkpoints.unfinished()) {
        const claimed = await this.#checkpoints.claim(id);
        if (claimed && !this.#isClosed) this.#goOn(claimed);
        else if (claimed) claimed.release();
        else left += 1;
      }
    } catch {
      // A storage that fails has nothing to go on with.
    }
    this.#isLooking = false;
    if (this.#leads) this.#lookIn(left > 0 ? LOOK_SOON_MS : LOOK_NOW_AND_THEN_MS);
  }

  /** @param {number} ms */
  #lookIn(ms) {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.look(), ms);
    // Node: nobody stays alive for this.
    /** @type {any} */ (this.#timer).unref?.();
  }
}
