/**
 * @typedef {object} TransportOptions
 * @property {string} baseUrl
 * @property {import('../types.js').HoldfastOptions['headers']} [headers]
 * @property {typeof globalThis.fetch} [fetch]
 */

/** Requests to the backend. It performs them and gives back what came; what an answer means is decided elsewhere. */
export class Transport {
  #baseUrl;
  #headers;
  #fetch;

  /** @param {TransportOptions} options */
  constructor({ baseUrl, headers, fetch }) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#headers = headers;
    this.#fetch = fetch;
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path from `/`
   * @param {{body?: Uint8Array | string, headers?: Record<string, string>, keepalive?: boolean,
   *   signal?: AbortSignal}} [request] `keepalive`: it outlives the page
   * @returns {Promise<Response>} rejects as `fetch` does
   */
  async request(method, path, { body, headers = {}, keepalive = false, signal } = {}) {
    const all = new Headers(typeof this.#headers === 'function' ? await this.#headers() : this.#headers);
    if (body !== undefined) all.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const fetch = this.#fetch ?? globalThis.fetch;
    return fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: all,
      keepalive,
      signal,
      body: /** @type {BodyInit | undefined} */ (body),
    });
  }
}
