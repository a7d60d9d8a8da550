import { sayError } from '../words.js';
import { AnswerTurns } from './AnswerTurns.js';

/** What a person can do in a conversation. */
export class ChatCommands {
  /** @type {Map<string, AnswerTurns>} */
  #turns = new Map();
  /** Questions that were asked again, by conversation, until something else is sent there. @type {Map<string, string>} */
  #regenerated = new Map();

  /**
   * @param {import('holdfast').Holdfast} holdfast
   * @param {import('./ChatStore.js').ChatStore} store
   */
  constructor(holdfast, store) {
    this.holdfast = holdfast;
    this.store = store;
  }

  /** @param {string} conversationId */
  isAnswering(conversationId) {
    if (this.#turns.get(conversationId)?.active) return true;
    // One that an earlier visit, or a tab that is gone, began.
    return this.holdfast.messages.streaming().some((answer) => answer.conversationId === conversationId);
  }

  /**
   * @param {string} firstMessage
   * @returns {Promise<string>} the id of the new conversation, which the backend may not have heard of yet;
   *   rejects when it refuses
   */
  async startConversation(firstMessage) {
    const conversation = await this.holdfast.conversations.createConversation({ firstMessage });
    const [firstLine] = firstMessage.trim().split('\n');
    this.store.remember({ ...conversation, title: conversation.title || firstLine });
    return conversation.id;
  }

  /**
   * Sends a message behind what is shown.
   * @param {string} text
   * @param {string} conversationId
   * @returns {Promise<void>} resolves when the message is queued, long before it is answered; rejects
   *   when it was not accepted
   */
  send(text, conversationId) {
    const after = this.store.log(conversationId).placeOfNext;
    return this.#submit(text, conversationId, (signal) =>
      this.holdfast.messages.sendMessage(text, conversationId, { signal, after }),
    );
  }

  /**
   * Sends a message in the place of another one.
   * @param {string} text
   * @param {string} conversationId
   * @param {import('./types.js').ShownEntry} edited
   * @returns {Promise<void>} as send()
   */
  edit(text, conversationId, { entry, follows }) {
    return this.#submit(text, conversationId, (signal) =>
      this.holdfast.messages.editMessage(conversationId, entry.id, text, { signal, follows }),
    );
  }

  /**
   * Asks for an answer, also where there is one.
   * @param {string} conversationId
   * @param {string} questionId
   */
  async regenerate(conversationId, questionId) {
    this.store.clearFailure(conversationId);
    this.#regenerated.set(conversationId, questionId);
    try {
      await this.#answer(conversationId, (signal) =>
        this.holdfast.messages.regenerate(conversationId, { signal, messageId: questionId }),
      );
    } catch (error) {
      this.store.setFailure(conversationId, { reason: sayError(error), questionId });
    }
  }

  /** @param {string} conversationId @returns {string | undefined} the question that was asked again last */
  regenerated(conversationId) {
    return this.#regenerated.get(conversationId);
  }

  /** @param {string} conversationId */
  stop(conversationId) {
    this.#turns.get(conversationId)?.stop();
    this.holdfast.messages.stop(conversationId);
  }

  /** @param {string} messageId */
  async retry(messageId) {
    await this.holdfast.persistence.parked.retry(messageId);
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   */
  async discard(conversationId, messageId) {
    await this.holdfast.persistence.parked.discard(messageId);
    this.store.forget(conversationId, messageId);
  }

  /**
   * @param {string} text
   * @param {string} conversationId
   * @param {(signal: AbortSignal) => Promise<import('holdfast').SentMessage>} submit
   * @returns {Promise<void>}
   */
  #submit(text, conversationId, submit) {
    this.#regenerated.delete(conversationId);
    return new Promise((resolve, reject) => {
      /** @type {string | null} */
      let questionId = null;
      const unsubscribe = this.holdfast.on('message', (event) => {
        if (event.conversationId !== conversationId || event.state !== 'queued') return;
        if (event.message?.role !== 'user' || event.message.content !== text) return;
        questionId = event.id;
        unsubscribe();
        resolve();
      });
      const sent = this.#answer(conversationId, async (signal) => (await submit(signal)).answer);
      void sent.then(
        () => {
          unsubscribe();
          resolve();
        },
        (error) => {
          unsubscribe();
          if (questionId === null) reject(error);
          else this.store.setFailure(conversationId, { reason: sayError(error), questionId });
        },
      );
    });
  }

  /**
   * @param {string} conversationId
   * @param {(signal: AbortSignal) => Promise<import('holdfast').QueuedMessage>} ask
   */
  async #answer(conversationId, ask) {
    const turns = this.#turns.get(conversationId) ?? new AnswerTurns();
    this.#turns.set(conversationId, turns);
    const { signal, leave } = turns.join();
    try {
      const answered = ask(signal);
      this.store.touch(conversationId);
      const { message } = await answered;
      this.store.settle(conversationId, message);
    } finally {
      leave();
      this.store.touch(conversationId);
    }
  }
}
