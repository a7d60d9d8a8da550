import { FrameGate } from './frames.js';

/**
 * What a view shows, and how it hears that it changed. It is what React's useSyncExternalStore asks for, and a store as
 * Svelte's `$store` reads it.
 *
 * @template Snapshot
 * @typedef {object} Store
 * @property {(listener: (snapshot: Snapshot) => void) => () => void} subscribe calls the listener at once, and then whenever
 *   the snapshot is another one, at most once a frame; returns the way to unsubscribe
 * @property {() => Snapshot} getSnapshot the same object while nothing has changed; it never changes itself
 */

/**
 * A store that works while somebody listens.
 *
 * @template Snapshot
 * @implements {Store<Snapshot>}
 */
export class SnapshotStore {
  #snapshot;
  /** @type {Set<{listener: (snapshot: Snapshot) => void}>} */
  #subscriptions = new Set();
  #gate = new FrameGate(() => this.#publish());
  /** @type {() => void} */
  #stop = () => undefined;

  /** @param {Snapshot} snapshot */
  constructor(snapshot) {
    this.#snapshot = snapshot;
  }

  /** @param {(snapshot: Snapshot) => void} listener */
  subscribe = (listener) => {
    const subscription = { listener };
    this.#subscriptions.add(subscription);
    if (this.#subscriptions.size === 1) this.#stop = this.#begin();
    tell(subscription.listener, this.#snapshot);
    return () => {
      if (!this.#subscriptions.delete(subscription) || this.#subscriptions.size > 0) return;
      this.#stop();
    };
  };

  getSnapshot = () => {
    if (!this.isHeard) this.#catchUp();
    return this.#snapshot;
  };

  get isHeard() {
    return this.#subscriptions.size > 0;
  }

  /** What it knows may have changed. */
  changed() {
    this.#gate.pass();
  }

  /** As changed(), where the change is only about to come. */
  changesSoon() {
    this.#gate.passLater();
  }

  /** Somebody listens from now on. @returns {() => void} called when nobody does any more */
  start() {
    throw new TypeError('a store says how it starts');
  }

  /** What is to be shown now; the last one where nothing changed. @param {Snapshot} last @returns {Snapshot} */
  snapshot(last) {
    return last;
  }

  #begin() {
    const stop = this.start();
    this.#catchUp();
    return stop;
  }

  /** @returns {boolean} whether there is something to tell */
  #catchUp() {
    const last = this.#snapshot;
    this.#snapshot = this.snapshot(last);
    return this.#snapshot !== last;
  }

  #publish() {
    if (!this.isHeard || !this.#catchUp()) return;
    const snapshot = this.#snapshot;
    for (const { listener } of [...this.#subscriptions]) tell(listener, snapshot);
  }
}

/**
 * A listener that throws keeps no other from hearing; the platform reports its error as any that is not caught.
 *
 * @template Snapshot
 * @param {(snapshot: Snapshot) => void} listener
 * @param {Snapshot} snapshot
 */
function tell(listener, snapshot) {
  try {
    listener(snapshot);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/**
 * Whether two flat objects say the same.
 *
 * @template {object} Flat
 * @param {Flat} one
 * @param {Flat} other
 */
export function isSame(one, other) {
  const names = /** @type {(keyof Flat)[]} */ (Object.keys(one));
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}
