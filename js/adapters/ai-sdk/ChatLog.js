import { messageOf } from './uiMessages.js';

/** @typedef {import('ai').UIMessage} UIMessage */
/** @typedef {import('../../types.js').Holdfast} Holdfast */
/** @typedef {import('../../types.js').ChatMessageInput} ChatMessageInput */

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
   * @param {{isEdited: boolean}} options `isEdited`: it stands in the place of one that was sent before
   */
  submit(messages, { isEdited }) {
    const message = messages.at(-1);
    if (message?.role !== 'user') return;
    const written = messageOf(message);
    if (this.#queued.get(message.id)?.content === written.content) return;
    if (messages.length === 1 && !isEdited) this.#create(written.content);
    if (isEdited) this.#isBranched = true;
    const before = messages.at(-2);
    const follows = before ? this.#storedId(before.id) : this.#chatId;
    const { id } = this.#holdfast.persistence.queueMessage(
      // What is stored under an id stays what it is.
      { ...written, id: isEdited ? undefined : message.id, ...(this.#isBranched && { parentId: follows }) },
      this.#chatId,
    );
    this.#queued.set(message.id, { content: written.content, id });
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
