import { HoldfastError } from '../HoldfastError.js';
import { timestamp } from '../driver/clock.js';
import { randomId } from '../driver/random.js';

/** @typedef {import('../types.js').ChatMessage} ChatMessage */
/** @typedef {import('./QueuedMessage.js').QueuedMessage} QueuedMessage */

const STOPPED = { error: 'The answer was stopped.', code: 'aborted' };

/** One answer of a conversation, from the request to the queued message. */
export class AnswerRun {
  #stream;
  #persistence;
  #hub;
  #conversationId;
  #signal;

  /**
   * @param {object} parts
   * @param {(messages: Pick<ChatMessage, 'role' | 'content'>[]) => AsyncIterable<string>} parts.stream
   * @param {import('./PersistenceService.js').PersistenceService} parts.persistence
   * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} parts.hub
   * @param {string} conversationId
   * @param {AbortSignal} signal an abort stops the answer; what has arrived of it is kept
   */
  constructor({ stream, persistence, hub }, conversationId, signal) {
    this.#stream = stream;
    this.#persistence = persistence;
    this.#hub = hub;
    this.#conversationId = conversationId;
    this.#signal = signal;
  }

  /**
   * @param {() => Promise<ChatMessage[]>} ask what is to be answered, its question last
   * @returns {Promise<QueuedMessage>} the answer, queued; rejects where nothing of it was had
   */
  async answer(ask) {
    /** @type {ChatMessage} */
    const answer = { id: randomId(), role: 'assistant', content: '', createdAt: timestamp() };
    const report = (/** @type {object} */ change) =>
      this.#hub.emit('message', {
        conversationId: this.#conversationId,
        id: answer.id,
        state: 'streaming',
        ...change,
      });
    try {
      const history = await ask();
      answer.parentId = history.at(-1)?.id;
      report({ message: { ...answer } });
      for await (const delta of this.#stream(history.map(forCompletion))) {
        answer.content += delta;
        report({ message: { ...answer }, delta });
      }
    } catch (error) {
      if (answer.content === '') {
        report({ state: 'failed', ...(this.#signal.aborted ? STOPPED : describe(error)) });
        throw error;
      }
      answer.status = this.#signal.aborted ? 'aborted' : 'interrupted';
    }
    return this.#persistence.queueMessage(answer, this.#conversationId);
  }
}

/** @param {ChatMessage} message */
function forCompletion({ id, role, content, createdAt }) {
  return { id, role, content, createdAt };
}

/** @param {unknown} error */
function describe(error) {
  const code = error instanceof HoldfastError ? error.code : 'unexpected';
  return { error: error instanceof Error ? error.message : String(error), code };
}
