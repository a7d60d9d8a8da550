import { currentTime } from './driver/clock.js';
import { randomId } from './driver/random.js';
import { LeaseLead } from './effects/lead/LeaseLead.js';
import { WebLockLead } from './effects/lead/WebLockLead.js';

/** A follower that waits for news of its messages asks whether anybody leads. */
const ASK_AFTER_MS = 10_000;
/** And takes the lead when nobody has said anything: the leader is frozen. */
const CLAIM_AFTER_MS = 20_000;
const LOOK_EVERY_MS = 5_000;
/** A tab that holds messages which no other can see lets another one lead for this long. */
const SHARE_FOR_MS = 10_000;

/**
 * Which of the tabs that share a log sends. Each change of the lead makes a new fence, which the log checks:
 * a tab that was robbed of the lead while it slept can take nothing out of the log any more.
 */
export class Leadership {
  #onHeld;
  #onLost;
  #ask;
  #holdsOwn;
  /** @type {{stand: () => void, claim: () => void, resign: () => void} | undefined} */
  #lead;
  #holder = randomId();
  #fence = 0;
  #term = 0;
  #leads = false;
  #claimed = false;
  #joined = false;
  #heardAt = 0;
  #ledAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;

  /**
   * @param {string} name of the database
   * @param {import('./Storage.js').Storage} storage
   * @param {object} host
   * @param {() => Promise<void>} host.onHeld this tab leads from now on
   * @param {() => void} host.onLost
   * @param {() => void} host.ask asks the leader for a word
   * @param {() => boolean} host.holdsOwn whether this tab holds messages that no other can see
   */
  constructor(name, storage, { onHeld, onLost, ask, holdsOwn }) {
    this.#onHeld = onHeld;
    this.#onLost = onLost;
    this.#ask = ask;
    this.#holdsOwn = holdsOwn;
    const locks = globalThis.navigator?.locks;
    const { database } = storage;
    if (database && locks) {
      const takeLead = async () => {
        const term = this.#beginTerm();
        const fence = await database.takeLead(this.#holder, 0).catch(() => 0);
        // The lock may have been stolen, or given back, before the log had heard of it.
        if (term === this.#term) void this.#held(fence);
      };
      this.#lead = new WebLockLead(locks, `holdfast:${name}`, takeLead, () => this.#lost());
    } else if (database) {
      const held = (/** @type {number} */ fence) => void this.#held(fence);
      this.#lead = new LeaseLead(database, this.#holder, currentTime, held, () => this.#lost());
    }
  }

  /** What the log wants to see from who takes something out of it; 0 where that is nobody's to check. */
  get fence() {
    return this.#fence;
  }

  /** Takes part. A page that shares its log with nobody leads. */
  join() {
    if (this.#joined) return;
    this.#joined = true;
    if (this.#lead) this.#lead.stand();
    else void this.#held(0);
  }

  /** Stands back, as before the page goes away. */
  leave() {
    if (!this.#joined) return;
    this.#joined = false;
    this.watch(false);
    this.#lead?.resign();
    this.#drop();
  }

  get leads() {
    return this.#leads;
  }

  /** Takes the lead from whoever has it: this tab holds messages that no other can see. */
  claim() {
    if (!this.#joined || this.#leads) return;
    this.#beginTerm();
    this.#claimed = true;
    this.#lead?.claim();
  }

  /** Lets the others have their turn, where the lead was claimed. */
  giveBack() {
    if (this.#claimed) this.standAnew();
  }

  /** Gives the lead up and stands for it again, behind the others. */
  standAnew() {
    this.#claimed = false;
    if (!this.#joined || !this.#lead) return;
    this.#lead.resign();
    this.#drop();
    this.#lead.stand();
  }

  /** The log says that another tab leads. */
  fenced() {
    this.#lead?.resign();
    this.#lost();
  }

  /** A word from whoever leads. */
  heard() {
    this.#heardAt = currentTime();
  }

  /**
   * While a follower waits for news of its messages, it looks after the leader.
   * @param {boolean} waits
   */
  watch(waits) {
    if (waits === (this.#watch !== undefined)) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
    if (!waits) return;
    this.heard();
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
    // Node: nobody stays alive for this.
    /** @type {any} */ (this.#watch).unref?.();
  }

  #look() {
    const now = currentTime();
    if (this.#leads) {
      this.#ledAt = now;
      return;
    }
    const silence = now - this.#heardAt;
    if (silence >= CLAIM_AFTER_MS || (this.#holdsOwn() && now - this.#ledAt >= SHARE_FOR_MS)) {
      this.heard();
      this.#ledAt = now;
      this.claim();
    } else if (silence >= ASK_AFTER_MS) {
      this.#ask();
    }
  }

  /** @param {number} fence */
  async #held(fence) {
    if (!this.#joined) return;
    this.#fence = fence;
    this.#leads = true;
    await this.#onHeld();
  }

  #lost() {
    this.#drop();
    if (this.#joined) this.#lead?.stand();
  }

  #beginTerm() {
    this.#term += 1;
    return this.#term;
  }

  #drop() {
    this.#beginTerm();
    if (!this.#leads) return;
    this.#leads = false;
    this.#fence = 0;
    this.#onLost();
  }
}
