/**
 * Whether a message is on its way, or there, already.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';
import { sleep } from './patience.js';
import { ProblemError } from './problems.js';

/** A backend that does not answer is asked again after this long. */
const ASK_AGAIN_MS = 3_000;
const PAGE = 500;

/**
 * Whether the local log holds it, as pending or as parked.
 *
 * @param {import('./PersistenceService.js').PersistenceService} persistence
 * @param {string} conversationId
 * @param {string} id
 */
export async function isQueued(persistence, conversationId, id) {
  const pending = await persistence.pending(conversationId);
  if (pending.some(({ message }) => message.id === id)) return true;
  return (await persistence.parked.list()).some((parked) => parked.id === id);
}

/**
 * Where the backend has it. Waits until the backend answers.
 *
 * @param {import('./ConversationService.js').ConversationService} conversations
 * @param {string} conversationId
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<number | undefined>} its position; undefined where the backend does not have it, or refuses to say
 */
export async function storedPosition(conversations, conversationId, id, signal) {
  for (let after = 0; ;) {
    try {
      const { messages, next } = await conversations.getMessages(conversationId, {
        after,
        limit: PAGE,
        signal,
      });
      const found = messages.find((message) => message.id === id);
      if (found || next === undefined) return found?.position;
      after = next;
    } catch (error) {
      signal.throwIfAborted();
      if (!isAway(error)) return undefined;
      await sleep(ASK_AGAIN_MS, signal);
    }
  }
}

/** @param {unknown} error */
function isAway(error) {
  if (error instanceof ProblemError) return error.passing;
  return error instanceof HoldfastError && error.code === 'backend-unreachable';
}
