/** @typedef {{kind: string, [field: string]: unknown}} Hint */

/**
 * What the tabs of one database tell each other. All of it is a hint: it may come late, twice or never.
 *
 * Posting costs as much as a small write to the disk, so what is told in one turn goes in one message, and
 * nothing goes while no other tab is there. Who is there is known from a greeting that each answers.
 */
export class Channel {
  #name;
  #tab;
  #onHint;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {Set<string>} */
  #others = new Set();
  /** @type {Hint[]} */
  #told = [];

  /**
   * @param {string} name
   * @param {string} tab this tab's own id
   * @param {(hint: any) => void} onHint what another tab told
   */
  constructor(name, tab, onHint) {
    this.#name = name;
    this.#tab = tab;
    this.#onHint = onHint;
  }

  open() {
    if (this.#channel || typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    // Node: nobody waits for hints.
    /** @type {any} */ (this.#channel).unref?.();
    this.#post('hello');
  }

  /** An open channel keeps a page out of the back/forward cache. */
  close() {
    this.#flush();
    this.#post('bye');
    this.#channel?.close();
    this.#channel = undefined;
    this.#others.clear();
  }

  /** @param {Hint} hint for those that are known to be there */
  tell(hint) {
    if (this.#others.size > 0) this.call(hint);
  }

  /** @param {Hint} hint for whoever is there: they may not have answered the greeting yet */
  call(hint) {
    if (this.#told.length === 0) setTimeout(() => this.#flush());
    this.#told.push(hint);
  }

  /** @param {{from: string, greeting: 'hello' | 'here' | 'bye' | '', hints: Hint[]}} data */
  #receive({ from, greeting, hints }) {
    if (greeting === 'bye') this.#others.delete(from);
    else this.#others.add(from);
    if (greeting === 'hello') {
      this.#post('here');
      // Who is new has heard nothing yet.
      this.#onHint({ kind: 'ask' });
    }
    for (const hint of hints) this.#onHint(hint);
  }

  #flush() {
    if (this.#told.length > 0) this.#post('');
  }

  /** @param {'hello' | 'here' | 'bye' | ''} greeting */
  #post(greeting) {
    const hints = this.#told;
    this.#told = [];
    this.#channel?.postMessage({ from: this.#tab, greeting, hints });
  }
}
