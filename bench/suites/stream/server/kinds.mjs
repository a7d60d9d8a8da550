/** The kinds of answers, by the first part of their paths: made in the server and where they are checked. */
import { answersOf } from '../corpus.mjs';

/**
 * @param {import('../plan.mjs').Plan} plan
 * @returns {Record<'whole' | 'live' | 'first', import('./AnswerServer.mjs').Kind>}
 */
export function kindsOf({ seed, wholeBytes, liveBytes, eventsPerSecond }) {
  const of = (/** @type {number} */ bytes) => answersOf({ seed, answers: 1, bytes })[0];
  return {
    whole: { answer: of(wholeBytes) },
    live: { answer: of(liveBytes), eventsPerSecond },
    first: { answer: of(1_000), eventsPerSecond },
  };
}
