/** The files of a folder as they are, over HTTP, under the policy that a page with Holdfast needs. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** An import map has to be in the page; the policy names it by its hash. @param {string} html */
function importMapIn(html) {
  const [, text] = /<script type="importmap">([^]*?)<\/script>/.exec(html) ?? [];
  return text === undefined ? '' : ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

export class PageServer {
  #server;
  #folder = '';

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request.url ?? '/', response));
  }

  /** @returns {Promise<string>} its origin */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** @param {string} folder what is served from now on */
  serve(folder) {
    this.#folder = folder;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {string} url @param {import('node:http').ServerResponse} response */
  async #answer(url, response) {
    const { pathname } = new URL(url === '/' || url.startsWith('/?') ? '/index.html' : url, 'http://page');
    const bytes = await readFile(path.join(this.#folder, path.normalize(pathname))).catch(() => undefined);
    if (!bytes) return void response.writeHead(404).end();
    const scripts = `'self' 'wasm-unsafe-eval'${pathname.endsWith('.html') ? importMapIn(bytes.toString()) : ''}`;
    response.writeHead(200, {
      'content-type': types[path.extname(pathname)] ?? 'text/plain',
      'content-security-policy': `default-src 'none'; script-src ${scripts}; connect-src 'self' http://127.0.0.1:*`,
    });
    response.end(bytes);
  }
}
