/** @typedef {import('./driver/wire.js').CoreStatus} CoreStatus */
/** @typedef {import('./types.js').QueueStatus} QueueStatus */

/** Of an outbox of which nothing is known yet. @type {QueueStatus} */
export const INITIAL_STATUS = {
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
};

/** One status for all tabs: the leader's, with what this tab has not written yet. */
export class SharedStatus {
  /** What this tab's own core says; it says nothing while it stands as it began. @type {CoreStatus} */
  own = INITIAL_STATUS;
  /** What the leader's core says, where that is another tab. @type {CoreStatus | undefined} */
  leaders;

  /** @param {QueueStatus['persistence']} persistence of this tab @returns {QueueStatus} */
  with(persistence) {
    const { own, leaders } = this;
    // Where nobody leads yet, nobody knows what the log holds.
    if (own.leader || !leaders) return { ...own, unread: own.unread || !own.leader, persistence };
    const pending = leaders.pending - leaders.queued + own.queued;
    return { ...leaders, leader: false, queued: own.queued, pending, persistence };
  }
}
