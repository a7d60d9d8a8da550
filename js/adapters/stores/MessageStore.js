import { SnapshotStore, isSame } from './SnapshotStore.js';

/** @typedef {import('./MessageWatch.js').MessageWatch} MessageWatch */
/** @typedef {import('./MessageWatch.js').MessageNews} MessageNews */

/**
 * Where a message is. `streaming` and `failed` are states of answers; `unknown`: this device has nothing of it to send, as
 * of a message that came from the backend.
 *
 * @typedef {object} MessageSnapshot
 * @property {string} id
 * @property {import('../../types.js').MessageEvent['state'] | 'unknown'} state
 * @property {number | null} position the place on the backend, where this page has heard of it
 * @property {string | null} error a sentence for a person, where it is parked or failed
 * @property {string | null} code what went wrong, for programs
 */

const ON_ITS_WAY = ['queued', 'saved', 'sending'];

/** @extends {SnapshotStore<Readonly<MessageSnapshot>>} */
export class MessageStore extends SnapshotStore {
  #watch;
  /** @type {Readonly<MessageSnapshot>} */
  #now;

  /**
   * @param {MessageWatch} watch
   * @param {string} id
   */
  constructor(watch, id) {
    const unknown = unknownMessage(id);
    super(unknown);
    this.#now = unknown;
    this.#watch = watch;
    this.id = id;
  }

  get state() {
    return this.#now.state;
  }

  /** @override */
  start() {
    return this.#watch.follow(this);
  }

  /** @override @param {Readonly<MessageSnapshot>} last */
  snapshot(last) {
    return isSame(this.#now, last) ? last : this.#now;
  }

  /** For the watch. @param {MessageNews} news */
  hear({ state, position, error, code }) {
    this.#now = Object.freeze({
      id: this.id,
      state,
      position: position ?? this.#now.position,
      error: error ?? null,
      code: code ?? null,
    });
    this.changed();
  }

  /** For the watch: this device has nothing of it to send. */
  isNowhere() {
    if (ON_ITS_WAY.includes(this.#now.state)) this.hear({ state: 'synced' });
    else if (this.#now.state === 'parked') this.hear({ state: 'unknown' });
  }
}

/** @param {string} id @returns {Readonly<MessageSnapshot>} */
export const unknownMessage = (id) =>
  Object.freeze({ id, state: 'unknown', position: null, error: null, code: null });
