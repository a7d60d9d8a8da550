/** Stands between the pages and the server, and does to what is sent what a bad network does. */
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { faults } from './faults.mjs';

/**
 * @typedef {import('./faults.mjs').Answer} Answer
 * @typedef {import('./faults.mjs').FaultName} FaultName
 * @typedef {{method: string, path: string, headers: http.IncomingHttpHeaders, body: Buffer}} Request
 *
 * @typedef {'arrived' | 'committed'} Moment of an append: it has reached the proxy; the server has answered it
 * @typedef {{moment: Moment, spring: (load: string) => Promise<unknown>}} Trap waits for the next such moment;
 *   the request goes on when it has sprung
 */

/** Connection by connection; a page that reloads keeps none of another's. */
const perHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

/** @param {http.IncomingHttpHeaders} headers */
const endToEnd = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !perHop.includes(name)));

/** @param {http.IncomingMessage} message */
async function readBody(message) {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export class FaultProxy {
  #server = http.createServer((request, response) => this.#track(this.#serve(request, response)));
  #upstream = '';
  #random;
  #trace;
  /** @type {Record<FaultName, number> | undefined} */
  #weather;
  /** @type {Trap[]} */
  #traps = [];
  /** @type {Set<Promise<void>>} */
  #underWay = new Set();
  /** Every append that a page has sent, in the order of arrival. @type {Request[]} */
  #appends = [];
  url = '';

  /** @param {{random: import('./Random.mjs').Random, trace: import('./Trace.mjs').Trace}} options */
  constructor({ random, trace }) {
    this.#random = random;
    this.#trace = trace;
  }

  /** @param {string} upstream the address of the server */
  async listen(upstream) {
    this.#upstream = upstream;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    this.url = `http://127.0.0.1:${port}`;
  }

  async close() {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** @param {Record<FaultName, number> | undefined} weather undefined: every request passes from now on */
  setWeather(weather) {
    this.#weather = weather;
    if (!weather) this.#traps = [];
  }

  /** @param {Trap} trap */
  setTrap(trap) {
    this.#traps.push(trap);
  }

  /** Waits until nothing is left that would reach the server late. */
  async quiet() {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /**
   * Sends requests of this round to the server again, as a network might that kept them.
   * @param {number} count
   */
  async replay(count) {
    for (let left = Math.min(count, this.#appends.length); left > 0; left -= 1) {
      const request = this.#random.pick(this.#appends);
      const { status } = await this.#forward(request);
      this.#trace.count(
        'faults',
        'replay',
        `an old request of ${request.headers['x-chaos-load']} again: ${status}`,
      );
    }
  }

  /**
   * @param {http.IncomingMessage} incoming
   * @param {http.ServerResponse} response
   */
  async #serve(incoming, response) {
    const hangUp = () => void incoming.socket.destroy();
    try {
      const request = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: endToEnd(incoming.headers),
        body: await readBody(incoming),
      };
      const isAppend = request.path === '/message/append';
      if (isAppend) this.#appends.push(request);
      const name = isAppend && this.#weather ? this.#random.weighted(this.#weather) : 'pass';
      const load = String(request.headers['x-chaos-load']);
      if (name !== 'pass') this.#trace.count('faults', name, `${name} for ${load}`);
      if (isAppend) await this.#spring('arrived', load);
      /** @type {import('./faults.mjs').Fault} */
      const fault = faults[name];
      await fault(
        {
          forward: async () => {
            const answer = await this.#forward(request);
            if (isAppend) await this.#spring('committed', load);
            return answer;
          },
          forwardPart: (share) => this.#forwardPart(request, share),
          forwardLater: (afterMs) => this.#track(this.#forwardLater(request, afterMs)),
          answer: ({ status, headers, body }) => response.writeHead(status, endToEnd(headers)).end(body),
          answerPart: ({ status, headers, body }, share) => {
            response.writeHead(status, { ...endToEnd(headers), 'content-length': body.length });
            response.write(body.subarray(0, Math.floor(body.length * share)), hangUp);
          },
          hangUp,
        },
        this.#random,
      );
    } catch {
      // The server is down, or the page is gone: the other side sees a connection that breaks.
      hangUp();
    }
  }

  /** @param {Moment} moment @param {string} load */
  async #spring(moment, load) {
    const index = this.#traps.findIndex((trap) => trap.moment === moment);
    if (index >= 0) await this.#traps.splice(index, 1)[0].spring(load);
  }

  /**
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  async #forward({ method, path, headers, body }) {
    const request = http.request(`${this.#upstream}${path}`, { method, headers, agent: false });
    const answered = once(request, 'response');
    request.end(body);
    /** @type {http.IncomingMessage[]} */
    const [answer] = /** @type {any} */ (await answered);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await readBody(answer) };
  }

  /** @param {Request} request @param {number} share */
  async #forwardPart({ method, path, headers, body }, share) {
    const whole = { ...headers, 'content-length': body.length };
    const request = http.request(`${this.#upstream}${path}`, { method, headers: whole, agent: false });
    const closed = once(request, 'close');
    request.on('error', () => undefined);
    request.write(body.subarray(0, Math.floor(body.length * share)), () => request.destroy());
    await closed;
  }

  /** @param {Request} request @param {number} afterMs */
  async #forwardLater(request, afterMs) {
    await sleep(afterMs);
    const load = request.headers['x-chaos-load'];
    const end = await this.#forward(request).then(
      ({ status }) => `is answered ${status}`,
      () => 'finds no server',
    );
    this.#trace.add(`a request of ${load}, sent ${afterMs} ms ago, ${end}`);
  }

  /** @param {Promise<void>} work */
  #track(work) {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }
}
