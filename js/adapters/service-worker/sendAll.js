import { HoldfastError, createHoldfast } from '../../index.js';

/**
 * Sends all that the local log holds, or waits until a page has sent it.
 *
 * @param {import('../../types.js').HoldfastOptions} options
 * @param {number} giveUpMs
 * @throws {HoldfastError} `not-sent`
 */
export async function sendAll(options, giveUpMs) {
  // An answer whose page is gone is for a page to go on with.
  const holdfast = await createHoldfast({ ...options, recoverAnswers: false });
  const giveUp = new AbortController();
  /** @param {string} why */
  const stop = (why) => giveUp.abort(new HoldfastError('not-sent', `Not everything was sent: ${why}.`));
  const timer = setTimeout(() => stop(`it took more than ${giveUpMs} ms`), giveUpMs);
  holdfast.on('status', ({ paused }) => paused && stop(`sending is paused (${paused})`));
  try {
    await holdfast.persistence.flush({ signal: giveUp.signal });
  } finally {
    clearTimeout(timer);
    await holdfast.close();
  }
}
