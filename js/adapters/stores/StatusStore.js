import { SnapshotStore, isSame } from './SnapshotStore.js';

/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {Readonly<import('../../types.js').QueueStatus>} StatusSnapshot */

/** @extends {SnapshotStore<StatusSnapshot>} */
export class StatusStore extends SnapshotStore {
  #holdfast;

  /** @param {Holdfast} holdfast */
  constructor(holdfast) {
    super(frozen(holdfast.persistence.getQueueStatus()));
    this.#holdfast = holdfast;
  }

  /** @override */
  start() {
    return this.#holdfast.on('status', () => this.changed());
  }

  /** @override @param {StatusSnapshot} last */
  snapshot(last) {
    const status = this.#holdfast.persistence.getQueueStatus();
    return isSame(status, last) ? last : frozen(status);
  }
}

/** @param {StatusSnapshot} status @returns {StatusSnapshot} */
const frozen = (status) => Object.freeze({ ...status });

/** Of an outbox that is not there yet. @type {StatusSnapshot} */
export const noStatus = Object.freeze({
  pending: 0,
  queued: 0,
  saved: 0,
  sending: 0,
  parked: 0,
  unread: true,
  breaker: 'closed',
  online: true,
  leader: false,
  paused: null,
  persistence: 'durable',
  nextAttemptAt: null,
  lastError: null,
  breakerSince: null,
  breakerProbeAt: null,
});
