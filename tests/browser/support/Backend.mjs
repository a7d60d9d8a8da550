/** The real backend on one port and one database, however often it is killed and started again. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from '../../server/harness.mjs';

const demoPage =
  process.env.HOLDFAST_PAGE ?? fileURLToPath(new URL('../../../demo/page/dist', import.meta.url));
const run = promisify(execFile);

/**
 * @typedef {object} StoredRow
 * @property {string} id
 * @property {string} conversation_id
 * @property {number} position
 * @property {'system' | 'user' | 'assistant' | 'tool'} role
 * @property {string} content
 * @property {string} created_at RFC 3339
 * @property {string} status
 * @property {string | null} parent_id
 */

export class Backend {
  #folder;
  #isOurs;
  #args;
  #port = 0;
  /** @type {Awaited<ReturnType<typeof startServer>> | undefined} */
  #server;
  #killNow = () => void this.#server?.kill();
  url = '';
  database = '';

  /**
   * @param {{tokenDelayMs?: number, page?: string, folder?: string, corsOrigin?: string, args?: string[]}} [options]
   *   `page`: the folder that is served; `folder`: where the database is, which is then the caller's to remove;
   *   `corsOrigin`: another origin whose pages may call the API; `args`: more of the server's
   */
  constructor({ tokenDelayMs = 4, page = demoPage, folder = '', corsOrigin, args = [] } = {}) {
    this.#folder = folder;
    this.#isOurs = folder === '';
    this.#args = ['--static', page, '--token-delay-ms', `${tokenDelayMs}`, '--demo-faults', ...args];
    if (corsOrigin !== undefined) this.#args.push('--cors-origin', corsOrigin);
  }

  async start() {
    if (this.#folder === '') this.#folder = await mkdtemp(join(tmpdir(), 'holdfast-browser-'));
    process.off('exit', this.#killNow).on('exit', this.#killNow);
    this.database = join(this.#folder, 'chat.sqlite');
    this.#server = await startServer({
      database: `sqlite:${this.database}`,
      port: this.#port,
      args: this.#args,
    });
    this.#port = this.#server.port;
    this.url = this.#server.url;
  }

  /** SIGKILL: nothing is finished, nothing is said. */
  async kill() {
    const ended = await this.#server?.kill();
    if (ended?.signal !== 'SIGKILL') throw new Error(`The server ended by itself: ${this.errors()}`);
  }

  async dispose() {
    await this.#server?.kill();
    process.off('exit', this.#killNow);
    if (this.#isOurs) await rm(this.#folder, { recursive: true, force: true });
  }

  /** What the server wrote to standard error since it was last started. */
  errors() {
    return this.#server?.errors() ?? '';
  }

  /** @param {object} plan the faults that hold from now on; `{}` for none */
  async setFaults(plan) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/demo/faults`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(plan),
    });
    if (!response.ok) throw new Error(`The faults were refused: ${await response.text()}`);
  }

  /**
   * What is in the database file, read past the server.
   * @param {string} sql
   * @returns {Promise<any[]>}
   */
  async query(sql) {
    const { stdout } = await run('sqlite3', [
      '-readonly',
      '-json',
      '-cmd',
      '.timeout 5000',
      this.database,
      sql,
    ]);
    return stdout.trim() === '' ? [] : JSON.parse(stdout);
  }

  /**
   * @param {string} [conversationId] default: of all conversations
   * @returns {Promise<StoredRow[]>} by conversation and position
   */
  stored(conversationId) {
    const where = conversationId === undefined ? '' : `WHERE conversation_id = '${conversationId}'`;
    return this.query(`SELECT * FROM messages ${where} ORDER BY conversation_id, position`);
  }

  conversations() {
    return this.query('SELECT * FROM conversations ORDER BY ordinal');
  }
}

/**
 * The answer that a server gives when nothing interrupts it; it depends on the messages alone.
 * @param {{role: string, content: string}[]} messages
 */
export async function uncutAnswer(messages) {
  const server = await startServer({ args: ['--token-delay-ms', '0'] });
  try {
    const response = await fetch(`${server.url}/completion/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ messages, config: {}, requestId: 'uncut' }),
    });
    if (!response.ok) throw new Error(`There is no answer: ${await response.text()}`);
    const events = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
    return events.map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '').join('');
  } finally {
    await server.kill();
  }
}
