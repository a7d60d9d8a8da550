/** Waiting for a state to come about: by looking again and again, never by sleeping for a fixed time. */
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 40;

/**
 * Gives back the first truthy answer of `probe`; a probe that throws has no answer yet.
 *
 * @template Answer
 * @param {string} what a sentence that says what is waited for, for the failure
 * @param {() => Answer | Promise<Answer>} probe
 * @param {{timeoutMs?: number}} [options]
 * @returns {Promise<NonNullable<Awaited<Answer>>>}
 */
export async function eventually(what, probe, { timeoutMs = 20_000 } = {}) {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    let complaint = '';
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      complaint = `; at last: ${error instanceof Error ? error.message : error}`;
    }
    if (performance.now() > giveUpAt)
      throw new Error(`It did not come about in ${timeoutMs} ms: ${what}${complaint}`);
    await sleep(pauseMs);
  }
}
