/** The steps of an answer over the network, for the one client of this page. */

export class ClientStage {
  #client;
  /** @type {import('./contract.js').Connection} */
  #connection;
  /** @type {string | number} */
  #received;

  /** @param {import('./contract.js').Client} client */
  constructor(client) {
    this.#client = client;
    this.#received = client.nothing;
  }

  /** @param {string} baseUrl under which the server gives one kind of answers */
  async open(baseUrl) {
    await this.#connection?.close?.();
    this.#connection = await this.#client.open(baseUrl);
  }

  /** Asks for an answer and keeps it. @returns {Promise<{ms: number, firstMs: number}>} to its end; to its first delta */
  async answer() {
    this.#received = this.#client.nothing;
    let firstMs = NaN;
    const begun = performance.now();
    await this.#connection.answer((part) => {
      if (this.#received === this.#client.nothing) firstMs = performance.now() - begun;
      this.#received += part;
    });
    return { ms: performance.now() - begun, firstMs };
  }

  /** What has arrived, in one piece: an answer that is shown is no chain of deltas any more. */
  flatten() {
    if (typeof this.#received === 'string') JSON.stringify(this.#received);
  }

  received() {
    return this.#received;
  }

  /** Nothing, for as long. @param {number} ms */
  idle(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
