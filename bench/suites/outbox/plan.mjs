/** How much is measured. */

/**
 * @typedef {object} Plan
 * @property {number} bytes of one message as JSON
 * @property {number} rounds in which all take part who are fast
 * @property {number} slowRounds the first of them, in which those take part who are slow
 * @property {number} queued messages that are made durable, and drained
 * @property {number} replayed messages that are drained by those who send one by one
 * @property {number} single calls that are timed by themselves in a round
 * @property {number} startFew messages in the log when a page starts
 * @property {number} startSome
 * @property {number} startMany
 * @property {number} startRounds
 * @property {number} startCapMs a start that takes longer is ended, and counts as this long
 */

/** In how many rounds somebody takes part; all of them by default. @typedef {'slow' | 'once'} Pace */

/** @param {Plan} plan @param {Pace | undefined} pace */
export const roundsOf = ({ rounds, slowRounds }, pace) =>
  pace === undefined ? rounds : pace === 'slow' ? slowRounds : 1;

/** @type {Plan} */
export const fullPlan = {
  bytes: 600,
  rounds: 5,
  slowRounds: 2,
  queued: 10_000,
  replayed: 1_000,
  single: 300,
  startFew: 1_000,
  startSome: 10_000,
  startMany: 100_000,
  startRounds: 5,
  startCapMs: 30_000,
};

/** Shows that everything runs and counts right, and nothing about times. @type {Plan} */
export const quickPlan = {
  ...fullPlan,
  rounds: 1,
  slowRounds: 1,
  queued: 300,
  replayed: 100,
  single: 40,
  startFew: 100,
  startSome: 200,
  startMany: 400,
  startRounds: 1,
};
