/** A tab as the test holds it: it runs functions in the page, and knows whether the page is there. */
import { eventually } from '../../browser/support/eventually.mjs';

const patienceMs = 60_000;

/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Call */

export class Tab {
  /** @type {import('node:http').ServerResponse | undefined} */
  #channel;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  #lastCall = 0;
  #loads = 0;
  /** Errors that nobody caught in the page. @type {string[]} */
  complaints = [];

  /**
   * @param {string} name
   * @param {string} url
   */
  constructor(name, url) {
    this.name = name;
    this.url = url;
  }

  get isOpen() {
    return this.#channel !== undefined;
  }

  /** For the server: the page listens. @param {import('node:http').ServerResponse} response */
  attach(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    this.#channel = response;
    this.#loads += 1;
    response.on('close', () => {
      if (this.#channel === response) this.#channel = undefined;
      this.#abandonCalls();
    });
  }

  /**
   * For the server: the page has said something.
   * @param {{call?: number, value?: unknown, failure?: string, complaint?: string}} message
   */
  hear({ call, value, failure, complaint }) {
    if (complaint !== undefined) this.complaints.push(complaint);
    if (call === undefined) return;
    const pending = this.#calls.get(call);
    this.#calls.delete(call);
    if (failure === undefined) pending?.resolve(value);
    else pending?.reject(new Error(`In the tab ${this.name}: ${failure}`));
  }

  /**
   * Waits for the page.
   * @param {number} timeoutMs
   * @returns {Promise<boolean>} whether it came
   */
  comes(timeoutMs) {
    const coming = eventually(`the tab ${this.name} comes`, () => this.isOpen, { timeoutMs });
    return coming.catch(() => false);
  }

  /** Waits until the page is there. */
  async loaded() {
    await eventually(`the tab ${this.name} is there`, () => this.isOpen, { timeoutMs: patienceMs });
    return this;
  }

  /**
   * Runs a function in the page. It sees the page's globals alone; what it is given and what it returns
   * travels as JSON.
   * @template {unknown[]} Given
   * @template Value
   * @param {(...given: Given) => Value} work
   * @param {Given} given
   * @returns {Promise<Awaited<Value>>}
   */
  evaluate(work, ...given) {
    this.#lastCall += 1;
    const call = this.#lastCall;
    return new Promise((resolve, reject) => {
      if (!this.#channel) return reject(new Error(`The tab ${this.name} is not there.`));
      this.#calls.set(call, { resolve, reject });
      const failure = `no answer to ${work}`;
      setTimeout(() => this.hear({ call, failure }), patienceMs).unref();
      return this.#tell({ call, source: `${work}`, given });
    });
  }

  async reload() {
    const loads = this.#loads;
    this.#tell({ source: 'function () { setTimeout(() => location.reload()); }', given: [] });
    await eventually(`the tab ${this.name} is loaded anew`, () => this.#loads > loads && this.isOpen, {
      timeoutMs: patienceMs,
    });
  }

  /** Closes it as its person does: the page may say goodbye to itself, and to nobody else. */
  async close() {
    if (!this.isOpen) return;
    this.#tell({ source: 'function () { setTimeout(() => window.close()); }', given: [] });
    await eventually(`the tab ${this.name} is closed`, () => !this.isOpen, { timeoutMs: patienceMs });
  }

  /** @param {object} command */
  #tell(command) {
    this.#channel?.write(`data: ${JSON.stringify(command)}\n\n`);
  }

  #abandonCalls() {
    for (const { reject } of this.#calls.values())
      reject(new Error(`The tab ${this.name} has gone without an answer.`));
    this.#calls.clear();
  }
}
