import { messageOf } from './uiMessages.js';

/** @typedef {import('ai').UIMessage} UIMessage */
/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../../types.js').ChatMessageInput} ChatMessageInput */

/** Messages that are asked for at once. */
const PAGE = 500;

/** What of one chat is on its way to the backend, and under which ids. */
export class ChatLog {
  #holdfast;
  #chatId;
  /** What was queued, by the id that the chat knows it by. @type {Map<string, {content: string, id: string}>} */
  #queued = new Map();
  /** Whether the chat shows another branch than the newest that is stored. */
  #isBranched = false;

  /**
   * @param {Holdfast} holdfast
   * @param {string} chatId
   */
  constructor(holdfast, chatId) {
    this.#holdfast = holdfast;
    this.#chatId = chatId;
  }

  /**
   * Queues what the person has just written.
   *
   * @param {UIMessage[]} messages the chat's, the question last
   * @param {{isAgain: boolean}} options `isAgain`: one that was sent before is sent as it was, or stands there in other words
   */
  async submit(messages, { isAgain }) {
    const message = messages.at(-1);
    if (message?.role !== 'user') return;
    const written = messageOf(message);
    const sent = isAgain ? await this.#sentUnder(message.id) : undefined;
    if (sent === written.content) return;
    if (messages.length === 1 && !isAgain) this.#create(written.content);
    if (isAgain) this.#isBranched = true;
    const before = messages.at(-2);
    const follows = before ? this.#storedId(before.id) : this.#chatId;
    const { id } = this.#holdfast.persistence.queueMessage(
      // What is stored under an id stays what it is.
      {
        ...written,
        id: isAgain ? undefined : message.id,
        ...(this.#isBranched && { parentId: follows }),
      },
      this.#chatId,
    );
    this.#queued.set(message.id, { content: written.content, id });
  }

  /**
   * @param {string} id the chat's
   * @returns {Promise<string | undefined>} the text that was sent under it, by an earlier page too; undefined where nobody knows
   */
  async #sentUnder(id) {
    const queued = this.#queued.get(id);
    if (queued) return queued.content;
    const { persistence, conversations } = this.#holdfast;
    const pending = await persistence.pending(this.#chatId);
    const waiting = pending.find(({ message }) => message.id === id);
    if (waiting) return waiting.message.content;
    try {
      for (let after = 0; ;) {
        const { messages, next } = await conversations.getMessages(this.#chatId, { after, limit: PAGE });
        const stored = messages.find((message) => message.id === id);
        if (stored || next === undefined) return stored?.content;
        after = next;
      }
    } catch {
      // The backend is out of reach: a message too many is better than one too few.
      return undefined;
    }
  }

  /** The chat forgets what followed, and the backend does not. */
  branch() {
    this.#isBranched = true;
  }

  /**
   * What is to be answered; what holds no text says nothing to a model.
   *
   * @param {UIMessage[]} messages
   */
  dialogue(messages) {
    return messages
      .map((message) => ({ ...messageOf(message), id: this.#storedId(message.id) }))
      .filter(({ content }, i) => content !== '' || i === messages.length - 1);
  }

  /** @param {string} id the chat's */
  #storedId(id) {
    return this.#queued.get(id)?.id ?? id;
  }

  /** The conversation is created ahead of its first message; a refusal is told by the event `error`. @param {string} firstMessage */
  #create(firstMessage) {
    const { conversations } = this.#holdfast;
    conversations.createConversation({ id: this.#chatId, firstMessage }).catch(() => undefined);
  }
}
