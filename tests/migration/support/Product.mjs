/** A product that moves away from its one-shot endpoint: one database, and server processes that follow each other on it. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { contentOf, get, parseEvents, post, readMessages } from '../../server/client.mjs';
import { databaseFor } from '../../server/databases.mjs';
import { startServer } from '../../server/harness.mjs';

const firstSchema = fileURLToPath(new URL('../../server/fixtures/schema-1.sql', import.meta.url));

export class Product {
  /** Whether the database began as one of the first schema, with a conversation `old`; there is none for PostgreSQL. */
  isOld = !process.env.HOLDFAST_TEST_POSTGRESQL;
  /** What was sent, in order, by conversation. @type {Map<string, string[]>} */
  sent = new Map();
  /** @type {Awaited<ReturnType<typeof startServer>> | undefined} */
  #server;
  #port = 0;
  #database;

  /** @param {Awaited<ReturnType<typeof databaseFor>>} database */
  constructor(database) {
    this.#database = database;
  }

  /** @param {import('node:test').TestContext} context */
  static async create(context) {
    const product = new Product(await databaseFor(context));
    context.after(() => product.stop());
    if (product.isOld) await product.query(`.read ${firstSchema}`);
    return product;
  }

  /**
   * Deploys the backend with another flag; it is found where it was.
   *
   * @param {'on' | 'shadow' | 'off'} legacyRun
   * @param {{wordMs?: number}} [options] `wordMs`: the pause before each word of an answer
   */
  async deploy(legacyRun, { wordMs = 2 } = {}) {
    await this.stop();
    const args = ['--legacy-run', legacyRun, '--token-delay-ms', `${wordMs}`];
    this.#server = await startServer({ database: this.#database.url, port: this.#port, args });
    this.#port = this.#server.port;
  }

  async stop() {
    await this.#server?.stop();
    this.#server = undefined;
  }

  get url() {
    return this.#running.url;
  }

  /** What the backend wrote to its log since it was deployed. */
  log() {
    return this.#running.errors();
  }

  /** @param {string} sql */
  query(sql) {
    return this.#database.query(sql);
  }

  /** Counters of the backend since it was deployed, by name and labels. @param {RegExp} names */
  async counters(names) {
    const { text } = await get(this.url, '/metrics');
    const lines = text.split('\n').filter((line) => !line.startsWith('#') && names.test(line));
    return Object.fromEntries(lines.map((line) => [line.split(' ')[0], Number(line.split(' ')[1])]));
  }

  /** A call as a page makes it that knows no library. @param {object} body */
  async runRaw(body) {
    const answer = await post(this.url, '/agentconversation/run', body);
    const first = /^event: conversation\ndata: (.*)$/m.exec(answer.text)?.[1];
    return {
      ...answer,
      started: first && JSON.parse(first),
      content: contentOf(parseEvents(answer.text).filter(({ id }) => id)),
    };
  }

  /** What the page sends is expected in the database, behind what was sent before. @param {string} conversationId @param {string} content */
  expect(conversationId, content) {
    this.sent.set(conversationId, [...(this.sent.get(conversationId) ?? []), content]);
  }

  /** @param {string} conversationId */
  stored(conversationId) {
    return readMessages(this.url, conversationId);
  }

  /** What the model answers to these, asked by the pure endpoint. @param {{role: string, content: string}[]} history */
  async pureAnswer(history) {
    const messages = history.map(({ role, content }) => ({ role, content }));
    const { text } = await post(this.url, '/completion/generate', { messages });
    return contentOf(parseEvents(text));
  }

  /** Nothing lost, nothing doubled, order kept, and each question has its answer. */
  async judge() {
    for (const [conversationId, contents] of this.sent) {
      const stored = await this.stored(conversationId);
      const asked = stored.filter(({ role }) => role === 'user');
      assert.deepEqual(
        asked.map(({ content }) => content),
        contents,
        `what was sent in ${conversationId}`,
      );
      assert.equal(stored.length, 2 * asked.length, `each question of ${conversationId} has one answer`);
      assert.deepEqual(
        stored.map(({ position }) => position),
        stored.map((_, i) => i + 1),
      );
    }
  }

  get #running() {
    assert.ok(this.#server, 'the backend runs');
    return this.#server;
  }
}
