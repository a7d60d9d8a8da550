/** A page of the product: the library, and what a person sees of its conversations. */
import { createHoldfast, threadOf } from '../../../js/index.js';

export class Page {
  /** Changes of the mode that the page was told. @type {import('../../../js/index.js').ModeChange[]} */
  changes = [];
  /** What failed, by the events. @type {import('../../../js/index.js').MessageEvent[]} */
  failures = [];
  /** What is shown, by the id that it has now. @type {Map<string, {conversationId: string, content: string}>} */
  #shown = new Map();
  /** @type {Set<() => void>} */
  #watchers = new Set();

  /** @param {import('../../../js/index.js').Holdfast} holdfast */
  constructor(holdfast) {
    this.holdfast = holdfast;
    holdfast.on('mode', (change) => this.changes.push(change));
    holdfast.on('message', (event) => this.#hear(event));
  }

  /**
   * @param {{after: (work: () => Promise<void>) => void}} context of the test
   * @param {string} url of the backend
   * @param {import('../../../js/index.js').ModeOption} mode
   */
  static async open(context, url, mode) {
    const holdfast = await createHoldfast({
      baseUrl: url,
      mode,
      retry: { backoffMs: 20, maxBackoffMs: 100 },
      breaker: { openMs: 50, maxOpenMs: 100 },
    });
    context.after(() => holdfast.close());
    return new Page(holdfast);
  }

  /** Shows what the backend holds of a conversation. @param {string} conversationId @returns the thread that a person sees */
  async load(conversationId) {
    const messages = [];
    for (let after = 0; after !== undefined;) {
      const page = await this.holdfast.conversations.getMessages(conversationId, { after, limit: 2 });
      messages.push(...page.messages);
      after = page.next;
    }
    for (const { id, content } of messages) this.#shown.set(id, { conversationId, content });
    return threadOf(messages, { conversationId }).map(({ message }) => message);
  }

  /** What is shown of a conversation, by id. @param {string} conversationId */
  contents(conversationId) {
    const shown = [...this.#shown].filter(([, one]) => one.conversationId === conversationId);
    return new Map(shown.map(([id, { content }]) => [id, content]));
  }

  /** Resolves when the answer that streams has a part. */
  answerBegun() {
    return new Promise((resolve) => {
      const watch = () => {
        if (!this.holdfast.messages.streaming().some(({ message }) => message.content !== '')) return;
        this.#watchers.delete(watch);
        resolve(undefined);
      };
      this.#watchers.add(watch);
      watch();
    });
  }

  /** @param {import('../../../js/index.js').MessageEvent} event */
  #hear(event) {
    const { conversationId, id, state, message, storedId } = event;
    const content = message?.content ?? this.#shown.get(id)?.content ?? '';
    this.#shown.delete(id);
    if (state === 'failed') this.failures.push(event);
    else this.#shown.set(storedId ?? id, { conversationId, content });
    for (const watch of this.#watchers) watch();
  }
}
