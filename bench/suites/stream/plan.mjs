/** How much is measured. */

/**
 * @typedef {object} Plan
 * @property {number} seed of the corpora
 * @property {number} answers of each corpus
 * @property {number} bytes of each answer
 * @property {number} slowAnswers the first of them, which those decode who are slow
 * @property {number} warmUpAnswers the first of them, which everybody decodes before anything is measured
 * @property {number} rounds of decoding in memory
 */

/** @type {Plan} */
export const fullPlan = {
  seed: 20_261_125,
  answers: 32,
  bytes: 1_000_000,
  slowAnswers: 4,
  warmUpAnswers: 2,
  rounds: 7,
};

/** Shows that everybody gives the right text, and nothing about times. @type {Plan} */
export const quickPlan = {
  ...fullPlan,
  answers: 4,
  bytes: 20_000,
  warmUpAnswers: 1,
  rounds: 1,
};
