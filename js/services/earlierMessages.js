/**
 * What was queued before a message that goes another way.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/** A person waits in front of it. Unit: milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Waits until the backend has all that is queued in a conversation, or has refused it; what waits in a back-off is
 * tried at once.
 *
 * @param {import('./PersistenceService.js').PersistenceService} persistence
 * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
 * @param {string} conversationId
 * @param {AbortSignal} signal
 * @throws {HoldfastError} `earlier-messages-pending`, where that takes too long
 */
export async function earlierMessagesArrived(persistence, hub, conversationId, signal) {
  const isPending = async () => (await persistence.pending(conversationId)).length > 0;
  if (!(await isPending())) return;
  const waiting = new AbortController();
  const ended = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS), waiting.signal]);
  persistence.flush({ signal: ended }).catch(() => undefined);
  try {
    for (;;) {
      const news = nextSettled(hub, conversationId, ended);
      if (!(await isPending())) return;
      await news;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new HoldfastError(
      'earlier-messages-pending',
      'Earlier messages of this conversation are not on the backend yet; this one was not sent.',
      { cause: error },
    );
  } finally {
    waiting.abort();
  }
}

/**
 * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
 * @param {string} conversationId
 * @param {AbortSignal} signal
 * @returns {Promise<void>} need not be handled when it rejects
 */
function nextSettled(hub, conversationId, signal) {
  const promise = new Promise((resolve, reject) => {
    const stop = hub.on('message', (event) => {
      const isSettled = event.state === 'synced' || event.state === 'parked';
      if (!isSettled || event.conversationId !== conversationId) return;
      stop();
      resolve(undefined);
    });
    const giveUp = () => {
      stop();
      reject(signal.reason);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  promise.catch(() => undefined);
  return promise;
}
