const delayMs = 500;

/** Writes what changed to the cache: soon, and at once when the page may go away. */
export class CacheKeeper {
  /** @type {Set<string>} */
  #changed = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import('./ConversationCache.js').ConversationCache} cache
   * @param {(conversationId: string) => import('./types.js').StoredMessage[]} messagesOf
   */
  constructor(cache, messagesOf) {
    this.cache = cache;
    this.messagesOf = messagesOf;
    window.addEventListener('pagehide', () => this.#save());
    document.addEventListener('visibilitychange', () => document.hidden && this.#save());
  }

  /** @param {string} conversationId */
  changed(conversationId) {
    this.#changed.add(conversationId);
    this.#timer ??= setTimeout(() => this.#save(), delayMs);
  }

  #save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const id of this.#changed) this.cache.saveMessages(id, this.messagesOf(id));
    this.#changed.clear();
  }
}
