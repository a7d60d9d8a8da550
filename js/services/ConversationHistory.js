/** @typedef {import('../types.js').ChatMessage<any>} ChatMessage */
/** @typedef {import('../types.js').StoredMessage} StoredMessage */

const PAGE = 500;

/** What conversations hold, here and on the backend. */
export class ConversationHistory {
  #persistence;
  #conversations;
  /** What the backend was last seen to hold, by conversation. @type {Map<string, StoredMessage[]>} */
  #stored = new Map();

  /**
   * @param {import('./PersistenceService.js').PersistenceService} persistence
   * @param {import('./ConversationService.js').ConversationService} conversations
   */
  constructor(persistence, conversations) {
    this.#persistence = persistence;
    this.#conversations = conversations;
  }

  /**
   * @param {string} conversationId
   * @param {AbortSignal} [signal]
   * @returns {Promise<ChatMessage[]>} in the order in which they are stored; those that are queued behind them
   */
  async messages(conversationId, signal) {
    // The order matters: a message that is synced between the two is found twice, never missed.
    const pending = await this.#persistence.pending(conversationId);
    const stored = await this.stored(conversationId, signal);
    const known = new Set(stored.map(({ id }) => id));
    return [...stored, ...pending.map(({ message }) => message).filter(({ id }) => !known.has(id))];
  }

  /**
   * @param {string} conversationId
   * @param {AbortSignal} [signal]
   * @returns {Promise<StoredMessage[]>} what the backend holds of it, in order
   */
  async stored(conversationId, signal) {
    const stored = this.#stored.get(conversationId) ?? [];
    this.#stored.set(conversationId, stored);
    for (;;) {
      const after = stored.at(-1)?.position ?? 0;
      const { messages, next } = await this.#conversations.getMessages(conversationId, {
        after,
        limit: PAGE,
        signal,
      });
      stored.push(...messages.filter(({ position }) => position > (stored.at(-1)?.position ?? 0)));
      if (next === undefined) return stored;
    }
  }
}
