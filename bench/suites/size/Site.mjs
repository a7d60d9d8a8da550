/** Serves the page and what was built of everybody, to be kept in the browser's cache; and counts who asks for it. */
import http from 'node:http';
import { PageFiles } from '../../lib/PageFiles.mjs';

export class Site {
  #files;
  #server = http.createServer((request, response) => void this.#serve(request, response));
  /** @type {Map<string, number>} */
  #asked = new Map();

  /** @param {string} folder of the page */
  constructor(folder) {
    this.#files = new PageFiles(folder, { 'cache-control': 'max-age=86400, immutable' });
  }

  /** @returns {Promise<void>} */
  listen() {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
  }

  /** Each name is an origin of its own. @param {string} name */
  originOf(name) {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://${name}.localhost:${port}`;
  }

  /** How many of its files were asked for that were built of somebody. @param {string} name */
  askedOf(name) {
    return this.#asked.get(name) ?? 0;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async #serve({ method, url = '/', headers }, response) {
    // Whoever sends something finds a backend that is not there.
    if (method !== 'GET') return response.writeHead(503).end();
    const [name = ''] = (headers.host ?? '').split('.');
    if (url.startsWith('/chats/')) this.#asked.set(name, this.askedOf(name) + 1);
    return this.#files.serve(url, response);
  }
}
