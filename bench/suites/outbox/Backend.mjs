/** The server of the bench: the pages, the append endpoint for Holdfast, and a plain one for its peers. */
import http from 'node:http';
import { PageFiles } from '../../lib/PageFiles.mjs';
import { AppendLedger } from './AppendLedger.mjs';

export const now = () => performance.timeOrigin + performance.now();

/** @typedef {{arrivedAt: number}} Arrival */

export class Backend {
  #files;
  #server = http.createServer((request, response) => void this.#serve(request, response));
  #ledger = new AppendLedger();
  /** @type {string[]} */
  #plain = [];
  /** @type {((at: number) => void) | undefined} */
  #onFirst;

  /** @param {string} folder of the built page */
  constructor(folder) {
    this.#files = new PageFiles(folder);
  }

  /** @returns {Promise<void>} */
  listen() {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
  }

  /** Each name is an origin of its own, with storage and a renderer of its own. @param {string} name */
  originOf(name) {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://${name}.localhost:${port}`;
  }

  /** Forgets all it was told, and answers what comes. */
  begin() {
    this.#ledger = new AppendLedger();
    this.#plain = [];
    this.#onFirst = undefined;
  }

  /** From now on messages are not answered. @returns {Promise<number>} when the first request arrives, by `now()` */
  hold() {
    return new Promise((resolve) => (this.#onFirst = resolve));
  }

  /** The ids of the messages that it was told, in the order of their arrival. */
  get received() {
    return [...this.#ledger.stored, ...this.#plain];
  }

  /** How often it was told a message that it had already, by a sender that numbers them. */
  get duplicates() {
    return this.#ledger.duplicates;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async #serve(request, response) {
    const { method, url = '/' } = request;
    if (method === 'GET' && url === '/clock') return answer(response, 200, String(now()));
    if (method === 'GET') return this.#files.serve(url, response);
    if (this.#onFirst) return this.#onFirst(now());
    const body = JSON.parse(await bodyOf(request));
    if (url === '/plain') {
      for (const { id } of [body].flat()) this.#plain.push(id);
      return answer(response, 200, '{"ok":true}');
    }
    const { status, answer: told } = this.#ledger.append(body);
    return answer(response, status, JSON.stringify(told));
  }
}

/** @param {http.IncomingMessage} request */
async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** @param {http.ServerResponse} response @param {number} status @param {string} body */
function answer(response, status, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
