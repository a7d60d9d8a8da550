import { HoldfastError } from '../HoldfastError.js';
import { randomId } from '../driver/random.js';
import { partsOfAnswer, textOf } from './AnswerStream.js';
import { toBeAnswered } from './dialogue.js';

/** @typedef {import('../types.js').ChatMessage} ChatMessage */
/** @typedef {import('../types.js').StoredMessage} StoredMessage */
/** @typedef {import('../types.js').ChatConfiguration} ChatConfiguration */
/** @typedef {import('./QueuedMessage.js').QueuedMessage} QueuedMessage */

/** @typedef {{signals: AbortSignal[], promise: Promise<QueuedMessage>}} WaitingAnswer */

/**
 * The flow of a chat: the user's message is queued for saving, the answer streams beside it, and is queued
 * when it ends.
 */
export class MessageService {
  #stream;
  #answers;
  #persistence;
  #conversations;
  /** Answers that stream, and answers that wait for them, by conversation. @type {Map<string, Promise<unknown>>} */
  #streaming = new Map();
  /** @type {Map<string, WaitingAnswer>} */
  #waiting = new Map();
  /** What the backend was last seen to hold, by conversation. @type {Map<string, StoredMessage[]>} */
  #stored = new Map();

  /**
   * @param {object} parts
   * @param {import('./AnswerStream.js').StreamParts} parts.stream
   * @param {import('./Answers.js').Answers} parts.answers
   * @param {import('./PersistenceService.js').PersistenceService} parts.persistence
   * @param {import('./ConversationService.js').ConversationService} parts.conversations
   */
  constructor({ stream, answers, persistence, conversations }) {
    this.#stream = stream;
    this.#answers = answers;
    this.#persistence = persistence;
    this.#conversations = conversations;
  }

  /**
   * Sends a person's message and has it answered. The message is queued before anything waits for the
   * network; only a new conversation is created first.
   *
   * While an answer streams, more messages may be sent: one answer follows for all of them.
   *
   * @param {string} content
   * @param {string} [conversationId] default: a new conversation
   * @param {{signal?: AbortSignal}} [options] an abort stops the answer; what has arrived of it is kept
   * @returns {Promise<import('../types.js').SentMessage>} rejects when there is no answer; the message stays queued
   */
  async sendMessage(content, conversationId, { signal } = {}) {
    if (typeof content !== 'string' || content === '') {
      throw new HoldfastError(
        'invalid-message',
        "The message's content must be a string that is not empty.",
        {
          field: 'content',
        },
      );
    }
    const id =
      conversationId ??
      (await this.#conversations.createConversation({ firstMessage: content }, { signal })).id;
    const message = this.#persistence.queueMessage({ role: 'user', content }, id);
    return { conversationId: id, message, answer: await this.regenerate(id, { signal }) };
  }

  /**
   * Has the conversation's last messages answered, as after an answer that failed.
   *
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<QueuedMessage>} the answer, queued
   */
  regenerate(conversationId, { signal } = {}) {
    const waiting = this.#waiting.get(conversationId);
    if (waiting) {
      if (signal) waiting.signals.push(signal);
      return waiting.promise;
    }
    /** @type {WaitingAnswer} */
    const run = { signals: signal ? [signal] : [], promise: this.#answerNext(conversationId) };
    this.#waiting.set(conversationId, run);
    return run.promise;
  }

  /**
   * Stops the answer that streams in a conversation, also one that an earlier page began; what has arrived is kept.
   *
   * @param {string} conversationId
   */
  stop(conversationId) {
    this.#answers.stop(conversationId);
  }

  /** @returns {{conversationId: string, message: ChatMessage}[]} the answers that stream here, as far as they have come */
  streaming() {
    return this.#answers.list();
  }

  /**
   * For the recovery: goes on with an answer whose page is gone. What is asked meanwhile follows it.
   *
   * @param {import('./Checkpoints.js').ClaimedAnswer} claimed
   */
  goOn(claimed) {
    const { conversationId } = claimed.head;
    const before = this.#streaming.get(conversationId);
    void this.#follow(conversationId, Promise.allSettled([before, this.#answers.goOn(claimed)]));
  }

  /**
   * Streams a completion. Nothing is written anywhere.
   *
   * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
   * @param {ChatConfiguration} [config]
   * @param {{signal?: AbortSignal}} [options]
   * @returns {AsyncIterableIterator<string>} text as it arrives, a piece for each piece of network; `return()` stops the
   *   request
   */
  streamCompletion(messages, config = {}, { signal } = {}) {
    return textOf(this.#stream, { body: requestBody(messages, config) }, { signal });
  }

  /**
   * As streamCompletion(), with all that an answer holds beside its text.
   *
   * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
   * @param {ChatConfiguration} [config]
   * @param {{signal?: AbortSignal}} [options]
   * @returns {AsyncIterableIterator<import('../types.js').StreamPart[]>} the parts in order, an array for each piece of
   *   network
   */
  streamParts(messages, config = {}, { signal } = {}) {
    return partsOfAnswer(this.#stream, { body: requestBody(messages, config) }, { signal });
  }

  /** Waits for the answer that streams, then begins the one that waits. @param {string} conversationId */
  async #answerNext(conversationId) {
    await this.#streaming.get(conversationId)?.catch(() => undefined);
    const run = /** @type {WaitingAnswer} */ (this.#waiting.get(conversationId));
    this.#waiting.delete(conversationId);
    return this.#follow(conversationId, this.#answer(conversationId, AbortSignal.any(run.signals)));
  }

  /**
   * @template Answer
   * @param {string} conversationId
   * @param {Promise<Answer>} streaming what is asked meanwhile follows it
   */
  async #follow(conversationId, streaming) {
    this.#streaming.set(conversationId, streaming);
    try {
      return await streaming;
    } finally {
      if (this.#streaming.get(conversationId) === streaming) this.#streaming.delete(conversationId);
    }
  }

  /**
   * @param {string} conversationId
   * @param {AbortSignal} signal
   */
  #answer(conversationId, signal) {
    return this.#answers.begin(conversationId, signal, async () =>
      toBeAnswered(await this.#history(conversationId, signal)),
    );
  }

  /**
   * What the conversation holds, here and on the backend, in order.
   *
   * @param {string} conversationId
   * @param {AbortSignal} signal
   * @returns {Promise<ChatMessage[]>}
   */
  async #history(conversationId, signal) {
    // The order matters: a message that is synced between the two is found twice, never missed.
    const pending = await this.#persistence.pending(conversationId);
    const stored = await this.#refreshStored(conversationId, signal);
    const known = new Set(stored.map(({ id }) => id));
    return [...stored, ...pending.map(({ message }) => message).filter(({ id }) => !known.has(id))];
  }

  /** @param {string} conversationId @param {AbortSignal} signal */
  async #refreshStored(conversationId, signal) {
    const stored = this.#stored.get(conversationId) ?? [];
    this.#stored.set(conversationId, stored);
    for (;;) {
      const after = stored.at(-1)?.position ?? 0;
      const { messages, next } = await this.#conversations.getMessages(conversationId, {
        after,
        limit: 500,
        signal,
      });
      stored.push(...messages.filter(({ position }) => position > (stored.at(-1)?.position ?? 0)));
      if (next === undefined) return stored;
    }
  }
}

/**
 * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
 * @param {ChatConfiguration} config
 */
function requestBody(messages, config) {
  return JSON.stringify({ messages, config, requestId: randomId() });
}
