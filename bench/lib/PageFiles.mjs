/** The files of a built page, over HTTP. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
});

/** Pages that are isolated may read a clock of 5 µs instead of 100 µs. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export class PageFiles {
  #folder;
  #headers;

  /** @param {string} folder of the built page @param {Record<string, string>} [headers] of each file, beside the usual ones */
  constructor(folder, headers = {}) {
    this.#folder = folder;
    this.#headers = headers;
  }

  /** @param {string} url @param {import('node:http').ServerResponse} response */
  async serve(url, response) {
    const { pathname } = new URL(url === '/' ? '/index.html' : url, 'http://page');
    try {
      const bytes = await readFile(path.join(this.#folder, path.normalize(pathname)));
      response.writeHead(200, {
        'content-type': types[path.extname(pathname)] ?? 'text/plain',
        ...isolation,
        ...this.#headers,
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }
}
