/**
 * The server of the answers, and of the page that reads them. Every kind of answer has a path of its own, below which
 * it is had in two forms: as UI message where the path ends in `chat`, else as chunks of a chat completion.
 */
import http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PageFiles } from '../../../lib/PageFiles.mjs';
import { uiMessageOf } from './uiMessage.mjs';

/** So many bytes are written at once where nothing paces them. */
const PART_BYTES = 65_536;

/**
 * @typedef {object} Kind
 * @property {import('../corpus.mjs').Answer} answer
 * @property {number} [eventsPerSecond] default: as fast as the socket takes them
 */

export class AnswerServer {
  #files;
  #kinds;
  #server = http.createServer((request, response) => void this.#serve(request, response));

  /**
   * @param {string} folder of the built page
   * @param {Record<string, Kind>} kinds by the first part of their paths
   */
  constructor(folder, kinds) {
    this.#files = new PageFiles(folder);
    this.#kinds = Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [name, { chunks: kind, chat: asUiMessage(kind) }]),
    );
  }

  /** @returns {Promise<number>} the port */
  listen() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port);
      });
    });
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async #serve(request, response) {
    const { url = '/' } = request;
    const [, kind, ...rest] = url.split('/');
    const forms = this.#kinds[kind];
    if (!forms) return this.#files.serve(url, response);
    request.resume();
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
    response.writeHead(200, headers);
    const { answer, eventsPerSecond } = rest.at(-1) === 'chat' ? forms.chat : forms.chunks;
    if (eventsPerSecond === undefined) return writeFast(response, answer);
    await writePaced(response, answer, eventsPerSecond);
    response.end();
  }
}

/** @param {Kind} kind @returns {Kind} */
const asUiMessage = (kind) => ({ ...kind, answer: uiMessageOf(kind.answer) });

/**
 * @param {http.ServerResponse} response
 * @param {import('../corpus.mjs').Answer} answer
 */
async function writeFast(response, { bytes }) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(bytes.subarray(at, at + PART_BYTES));
  // An EventSource closes the connection when it has read the last event.
  await pipeline(Readable.from(parts), response).catch(() => {});
}

/**
 * Each event is written by itself, at its time, or at once where its time has passed.
 * @param {http.ServerResponse} response
 * @param {import('../corpus.mjs').Answer} answer
 * @param {number} eventsPerSecond
 * @returns {Promise<void>}
 */
function writePaced(response, { bytes, ends }, eventsPerSecond) {
  return new Promise((resolve) => {
    const begun = performance.now();
    let next = 0;
    const timer = setInterval(writeDue, 1);
    writeDue();

    function writeDue() {
      const due = Math.min(
        ends.length,
        1 + Math.floor(((performance.now() - begun) / 1_000) * eventsPerSecond),
      );
      for (; next < due; next += 1)
        response.write(bytes.subarray(next === 0 ? 0 : ends[next - 1], ends[next]));
      if (next < ends.length && !response.destroyed) return;
      clearInterval(timer);
      resolve();
    }
  });
}
