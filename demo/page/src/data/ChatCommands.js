import { sayError } from '../words.js';
import { AnswerTurns } from './AnswerTurns.js';

/** What a person can do in a conversation. */
export class ChatCommands {
  /** @type {Map<string, AnswerTurns>} */
  #turns = new Map();

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
   * @param {string} text
   * @param {string} conversationId
   * @returns {Promise<void>} resolves when the message is queued, long before it is answered; rejects
   *   when it was not accepted
   */
  send(text, conversationId) {
    return new Promise((resolve, reject) => {
      let accepted = false;
      const unsubscribe = this.holdfast.on('message', (event) => {
        if (event.conversationId !== conversationId || event.state !== 'queued') return;
        if (event.message?.role !== 'user' || event.message.content !== text) return;
        accepted = true;
        unsubscribe();
        resolve();
      });
      const sent = this.#answer(conversationId, async (signal) => {
        const { answer } = await this.holdfast.messages.sendMessage(text, conversationId, { signal });
        return answer;
      });
      void sent.then(
        () => {
          unsubscribe();
          resolve();
        },
        (error) => {
          unsubscribe();
          if (accepted) this.store.setFailure(conversationId, sayError(error));
          else reject(error);
        },
      );
    });
  }

  /** @param {string} conversationId asks for an answer to the last message again */
  async tryAgain(conversationId) {
    this.store.clearFailure(conversationId);
    try {
      await this.#answer(conversationId, (signal) =>
        this.holdfast.messages.regenerate(conversationId, { signal }),
      );
    } catch (error) {
      this.store.setFailure(conversationId, sayError(error));
    }
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
