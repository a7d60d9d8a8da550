import { currentTime } from './driver/clock.js';

/** @typedef {import('./driver/wire.js').SendBatch} SendBatch */

const PATHS = { append: '/message/append', create: '/conversation/create' };

/** What the answer says about when to come back; the finer header is marked with its unit. @param {Headers} headers */
function retryAfterOf(headers) {
  const ms = headers.get('retry-after-ms');
  return ms === null ? (headers.get('retry-after') ?? '') : `${ms}ms`;
}

/** The outbox's requests that are under way. */
export class Requests {
  #transport;
  #driver;
  #trace;
  /** @type {Map<number, AbortController>} */
  #underWay = new Map();

  /**
   * @param {import('./effects/Transport.js').Transport} transport
   * @param {import('./driver/CoreDriver.js').CoreDriver} driver hears how each ended
   * @param {(name: string, detail: () => Record<string, unknown>) => void} trace
   */
  constructor(transport, driver, trace) {
    this.#transport = transport;
    this.#driver = driver;
    this.#trace = trace;
  }

  /** @param {SendBatch} batch */
  async send({ request, route, creates, keepalive, body }) {
    const begun = currentTime();
    const controller = new AbortController();
    this.#underWay.set(request, controller);
    try {
      const response = await this.#transport.request('POST', PATHS[route], {
        body,
        headers: route === 'create' ? { 'idempotency-key': `"${creates}"` } : {},
        keepalive,
        signal: controller.signal,
      });
      const answer = new Uint8Array(await response.arrayBuffer());
      this.#trace('answered', () => ({ request, status: response.status, ms: currentTime() - begun }));
      const retryAfter = retryAfterOf(response.headers);
      this.#driver.responseArrived(request, { status: response.status, retryAfter, body: answer });
    } catch (error) {
      const reason = `the backend could not be reached: ${error instanceof Error ? error.message : String(error)}`;
      this.#trace('unanswered', () => ({ request, reason, ms: currentTime() - begun }));
      this.#driver.requestFailed(request, reason);
    } finally {
      this.#underWay.delete(request);
    }
  }

  /** @param {number} request */
  abort(request) {
    this.#underWay.get(request)?.abort();
  }

  abortAll() {
    for (const request of this.#underWay.values()) request.abort();
  }
}
