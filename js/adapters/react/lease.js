/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../../types.js').HoldfastOptions} HoldfastOptions */

/** @param {HoldfastOptions} options */
async function create(options) {
  const { createHoldfast } = await import('../../index.js');
  return createHoldfast(options);
}

/**
 * A Holdfast that is made for who holds it, and closed when nobody does any more. React's StrictMode lets everything go and
 * takes it again at once: that makes no second one.
 */
export class Lease {
  #options;
  #create;
  #holders = 0;
  /** @type {Promise<Holdfast> | undefined} */
  #made;

  /**
   * @param {HoldfastOptions} options
   * @param {(options: HoldfastOptions) => Promise<Holdfast>} [make]
   */
  constructor(options, make = create) {
    this.#options = options;
    this.#create = make;
  }

  /** @returns {Promise<Holdfast>} rejects where it cannot be made */
  take() {
    this.#holders += 1;
    this.#made ??= this.#create(this.#options);
    return this.#made;
  }

  letGo() {
    this.#holders -= 1;
    setTimeout(() => this.#closeUnheld());
  }

  #closeUnheld() {
    if (this.#holders > 0 || !this.#made) return;
    const made = this.#made;
    this.#made = undefined;
    made.then(
      (holdfast) => holdfast.close(),
      () => undefined,
    );
  }
}
