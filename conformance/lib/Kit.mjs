/** What every check works with: a client, names that nobody has used, and the few steps that most checks begin with. */
import { randomUUID } from 'node:crypto';
import { isEnd, parseEvents } from './events.mjs';
import { expectAnswer, expectThat } from './expectations.mjs';

/**
 * @typedef {import('./Client.mjs').Answer} Answer
 * @typedef {import('./Client.mjs').Client} Client
 * @typedef {{seq: number, id: string, role: string, content: string, createdAt: string}} SentMessage
 */

/** @param {number} seq @param {string} id @param {string} [content] @returns {SentMessage} */
export const message = (seq, id, content = `content of ${id}`) => ({
  seq,
  id,
  role: 'user',
  content,
  createdAt: '2026-11-22T10:00:00.000Z',
});

/** The numbers from 1 on. @param {number} count */
export const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

export class Kit {
  /**
   * @param {Client} client of the user whom everything belongs to
   * @param {Client | undefined} other of another user, where there are users
   */
  constructor(client, other) {
    this.client = client;
    this.other = other;
  }

  /** An id that no backend has seen. @param {string} name */
  newId = (name) => `${name}-${randomUUID()}`;

  /** @param {unknown} body @param {Record<string, string>} [headers] */
  create(body, headers) {
    return this.client.post('/conversation/create', body, headers);
  }

  /** @returns {Promise<string>} the id of an empty conversation */
  async newConversation(title = 'Of the conformance kit') {
    const id = this.newId('conversation');
    expectAnswer(await this.create({ id, title }), 201, { id });
    return id;
  }

  /** @param {string} conversationId @param {string} writer @param {unknown[]} messages */
  append(conversationId, writer, messages) {
    return this.client.post('/message/append', { conversationId, writer, messages });
  }

  /** @param {string} conversationId @param {string} [query] */
  readPage(conversationId, query = '') {
    return this.client.get(`/conversation/${conversationId}/messages${query}`);
  }

  /** Every message of a conversation, in order. @param {string} conversationId @param {number} [limit] of one page */
  async readAll(conversationId, limit = 500) {
    const messages = [];
    for (let after = 0; ;) {
      const answer = await this.readPage(conversationId, `?after=${after}&limit=${limit}`);
      expectAnswer(answer, 200, { messages: Array.isArray });
      messages.push(...answer.json.messages);
      if (!(answer.json.next > after)) return { answer, messages };
      after = answer.json.next;
    }
  }

  /** The ids of all messages of a conversation. @param {string} conversationId @param {string[]} expected */
  async expectStored(conversationId, expected) {
    const page = await this.readPage(conversationId, '?limit=500');
    const messages = expected.map((id, index) => ({ id, position: index + 1 }));
    expectAnswer(page, 200, { messages });
  }

  /** @param {unknown} body @param {Record<string, string>} [headers] */
  generate(body, headers) {
    return this.client.post('/completion/generate', body, headers);
  }

  /** A whole answer, from its first event to its end. @param {unknown} body */
  async generateWhole(body) {
    const answer = await this.generate(body);
    expectAnswer(answer, 200);
    const events = parseEvents(answer.text);
    const isWhole = events.length > 1 && isEnd(events[events.length - 1]);
    expectThat(answer, 'events, and data: [DONE] as the last one', isWhole);
    return { answer, events };
  }
}
