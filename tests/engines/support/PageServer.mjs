/**
 * Serves the tab's page and the package as it is published, and carries what a test and its tabs say to
 * each other. Each server is an origin of its own, and so has storage of its own.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Tab } from './Tab.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.wasm', 'application/wasm'],
]);

/** @param {string} path */
const fileOf = (path) =>
  /^\/(js|dist\/wasm|node_modules\/idb)\//.test(path) ? join(root, path) : join(fixtures, path);

export class PageServer {
  #server = createServer((request, response) => void this.#answer(request, response));
  /** @type {Map<string, Tab>} */
  #tabs = new Map();
  origin = '';

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    this.origin = `http://127.0.0.1:${port}`;
    return this;
  }

  /** @param {string} name */
  newTab(name) {
    const tab = new Tab(name, `${this.origin}/tab.html?tab=${name}`);
    this.#tabs.set(name, tab);
    return tab;
  }

  get tabs() {
    return [...this.#tabs.values()];
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    const tab = this.#tabs.get(searchParams.get('tab') ?? '');
    if (pathname === '/commands' && tab) return tab.attach(response);
    if (pathname === '/answers' && tab) {
      const said = await json(request).catch(() => undefined);
      if (said) tab.hear(said);
      return response.writeHead(204).end();
    }
    return serveFile(normalize(pathname), response);
  }
}

/**
 * @param {string} path
 * @param {import('node:http').ServerResponse} response
 */
async function serveFile(path, response) {
  const bytes = await readFile(fileOf(path)).catch(() => undefined);
  if (!bytes) return response.writeHead(404).end();
  return response.writeHead(200, { 'content-type': types.get(extname(path)) ?? 'text/plain' }).end(bytes);
}
