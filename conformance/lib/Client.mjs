/** The requests of the kit, with everything that a report or a recording wants to know of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Deviation } from './Deviation.mjs';
import { describeRequest } from './abridged.mjs';
import { parseJson } from './parseJson.mjs';

/**
 * @typedef {{method: string, path: string, headers: Record<string, string>, body?: string | Uint8Array<ArrayBuffer>}} SentRequest
 * @typedef {{request: SentRequest, status: number, headers: Headers, text: string, json: any}} Answer `json` is undefined where the body is none
 * @typedef {{json?: unknown, body?: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>}} Content `json` is written as JSON, `body` is sent as it is
 */

// A limit on rates is no part of what is checked: the kit comes back when it is told to, within reason.
const mostAttempts = 100;
const longestPauseSeconds = 60;

export class Client {
  /**
   * @param {object} options
   * @param {string[]} options.urls of the processes of the backend, without a slash at their ends: requests go to them in turn
   * @param {string} [options.token] a bearer token
   * @param {number} options.timeoutMs for one request and its whole answer
   * @param {(answer: Answer) => void} [options.onAnswer] hears of every answer
   */
  constructor({ urls, token, timeoutMs, onAnswer }) {
    this.options = { urls, token, timeoutMs, onAnswer };
    this.sent = 0;
  }

  /** The same client for another user, or for nobody. @param {string} [token] */
  as(token) {
    return new Client({ ...this.options, token });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Content} [content]
   * @returns {Promise<Answer>}
   */
  async send(method, path, content = {}) {
    const request = this.#write(method, path, content);
    try {
      return await this.#read(request, await this.#fetch(request));
    } catch (error) {
      throw this.#broken(request, error);
    }
  }

  /**
   * Reads an answer up to the moment at which `isEnough` says so, and leaves.
   * @param {string} path
   * @param {Content} content
   * @param {(text: string) => boolean} isEnough
   * @returns {Promise<string>} what had come
   */
  async readStart(path, content, isEnough) {
    const request = this.#write('POST', path, content);
    const leave = new AbortController();
    try {
      const response = await this.#fetch(request, leave.signal);
      const decoder = new TextDecoder();
      let text = '';
      for await (const bytes of response.body ?? []) {
        text += decoder.decode(bytes, { stream: true });
        if (isEnough(text)) break;
      }
      return text;
    } catch (error) {
      throw this.#broken(request, error);
    } finally {
      leave.abort();
    }
  }

  /** @param {string} path */
  get(path) {
    return this.send('GET', path);
  }

  /** @param {string} path @param {unknown} json @param {Record<string, string>} [headers] */
  post(path, json, headers) {
    return this.send('POST', path, { json, headers });
  }

  /** @param {string} method @param {string} path @param {Content} content @returns {SentRequest} */
  #write(method, path, { json, body = json === undefined ? undefined : JSON.stringify(json), headers }) {
    const { token } = this.options;
    const own = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return { method, path, headers: { ...own, ...headers }, body };
  }

  /** @param {SentRequest} request @param {AbortSignal} [leave] @returns {Promise<Response>} */
  async #fetch(request, leave) {
    const { urls, timeoutMs } = this.options;
    const { method, path, headers, body } = request;
    for (let attempt = 1; ; attempt += 1) {
      const url = urls[this.sent % urls.length];
      this.sent += 1;
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(leave ? [leave] : [])]);
      const response = await fetch(url + path, { method, headers, body, signal, redirect: 'manual' });
      const pauseSeconds = Number(response.headers.get('retry-after') ?? NaN);
      const isTold = response.status === 429 && pauseSeconds <= longestPauseSeconds;
      if (!isTold || attempt === mostAttempts) return response;
      await this.#read(request, response);
      await sleep(pauseSeconds * 1000);
    }
  }

  /** @param {SentRequest} request @param {Response} response @returns {Promise<Answer>} */
  async #read(request, response) {
    const text = await response.text();
    const { status, headers } = response;
    const answer = { request, status, headers, text, json: parseJson(text) };
    this.options.onAnswer?.(answer);
    return answer;
  }

  /** @param {SentRequest} request @param {any} error */
  #broken(request, error) {
    const isLate = error.name === 'TimeoutError';
    const why = isLate
      ? `nothing more for ${this.options.timeoutMs / 1000} s`
      : `no answer: ${error.cause?.message || error.message}`;
    return new Deviation(describeRequest(request), 'an answer', why);
  }
}
