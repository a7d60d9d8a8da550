import { checkId, completeMessage } from './messageInput.js';

/**
 * Answers to dialogues that the caller keeps: for those who have a state of a chat already, as the AI SDK has.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 */
export class AnswerService {
  #answers;

  /** @param {import('./Answers.js').Answers} answers */
  constructor(answers) {
    this.#answers = answers;
  }

  /**
   * Has a dialogue answered. The answer is kept while it streams, goes on in another tab when this one dies, and is queued
   * when it ends, as one of messages.regenerate() is; events of the name `message` tell how far it is. Unlike that, it
   * waits for no other answer of the conversation, and reads nothing of what the backend has.
   *
   * @param {string} conversationId
   * @param {(import('../types.js').ChatMessageInput<Metadata> & {id: string})[]} dialogue its last message is the question
   * @param {object} [options]
   * @param {import('../types.js').ChatConfiguration} [options.config] goes with the request
   * @param {AbortSignal} [options.signal] an abort stops the answer; what has arrived of it is kept
   * @param {boolean} [options.tellsReasoning] whether the events tell what the model thinks, too, as `reasoning`; default
   *   false
   * @returns {{id: string, queued: Promise<import('./QueuedMessage.js').QueuedMessage<Metadata>>}} the id that the answer has; the answer, queued: rejects where
   *   nothing of it was had
   * @throws {HoldfastError} `invalid-message`, `missing-conversation-id`, `invalid-conversation-id`
   */
  ask(conversationId, dialogue, options = {}) {
    checkId(conversationId, 'conversationId');
    return this.#answers.ask(conversationId, dialogue.map(completeMessage), options);
  }
}
