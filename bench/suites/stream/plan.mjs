/** How much is measured. */

/**
 * @typedef {object} Plan
 * @property {number} seed of the corpora
 * @property {number} answers of each corpus
 * @property {number} bytes of each answer
 * @property {number} slowAnswers the first of them, which those decode who are slow
 * @property {number} warmUpAnswers the first of them, which everybody decodes before anything is measured
 * @property {number} rounds of decoding in memory
 * @property {number} answerRounds of answers over a connection
 * @property {number} wholeBytes of the answer that comes at once
 * @property {number} wholes such answers that are measured in each page
 * @property {number} liveBytes of the answer that comes as a model writes
 * @property {number} eventsPerSecond of it
 * @property {number} firsts answers whose first delta is timed in each page
 */

/** @type {Plan} */
export const fullPlan = {
  seed: 20_261_125,
  answers: 32,
  bytes: 1_000_000,
  slowAnswers: 4,
  warmUpAnswers: 2,
  rounds: 7,
  answerRounds: 5,
  wholeBytes: 10_000_000,
  wholes: 5,
  liveBytes: 1_000_000,
  eventsPerSecond: 2_000,
  firsts: 15,
};

/** Shows that everybody gives the right text, and nothing about times. @type {Plan} */
export const quickPlan = {
  ...fullPlan,
  answers: 4,
  bytes: 20_000,
  warmUpAnswers: 1,
  rounds: 1,
  answerRounds: 1,
  wholeBytes: 200_000,
  wholes: 1,
  liveBytes: 50_000,
  firsts: 2,
};
