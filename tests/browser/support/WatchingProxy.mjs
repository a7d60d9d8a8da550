/** A way to the backend that writes down who sends what, from when to when, and holds answers back on command. */
import { createServer, request } from 'node:http';

/**
 * @typedef {object} Exchange
 * @property {string} sender what the request says of its sender in `x-sender`
 * @property {string} path
 * @property {number} begun
 * @property {number} ended Infinity while it is under way
 */

export class WatchingProxy {
  #target;
  #server = createServer((asked, answer) => this.#forward(asked, answer));
  /** The requests that say who sends them. @type {Exchange[]} */
  exchanges = [];
  /** The backend has handled it: what is waited for before its answer goes on. @type {(exchange: Exchange) => unknown} */
  beforeAnswer = () => undefined;
  url = '';

  /** @param {string} target the backend's address */
  constructor(target) {
    this.#target = target;
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('there is no port');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Who sends, in the order in which they began. */
  get senders() {
    return [...new Set(this.exchanges.map(({ sender }) => sender))];
  }

  /** Requests of different senders that were under way at the same time. */
  get overlaps() {
    return this.exchanges.flatMap((one, index) =>
      this.exchanges
        .slice(index + 1)
        .filter((other) => other.sender !== one.sender && other.begun < one.ended && one.begun < other.ended)
        .map((other) => [one, other]),
    );
  }

  /** @param {import('node:http').IncomingMessage} asked @param {import('node:http').ServerResponse} answer */
  #forward(asked, answer) {
    const { method, url: path = '', headers } = asked;
    const sender = headers['x-sender'];
    const exchange = { sender: String(sender), path, begun: performance.now(), ended: Infinity };
    if (sender !== undefined) this.exchanges.push(exchange);
    answer.on('close', () => (exchange.ended = performance.now()));
    const onward = request(`${this.#target}${path}`, { method, headers, agent: false }, async (came) => {
      await this.beforeAnswer(exchange);
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }
}
