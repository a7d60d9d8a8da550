import { Boundary } from './Boundary.js';

const FORMATS = /** @type {const} */ (['openai', 'event-text', 'text']);

/** @typedef {(typeof FORMATS)[number]} StreamFormat */

/** Turns the bytes of one response body into text. */
export class StreamReader {
  #boundary;
  #decoder;
  #text = new TextDecoder();

  /**
   * @param {import('./loader.js').HoldfastModule} module
   * @param {StreamFormat} format
   */
  constructor(module, format) {
    this.#boundary = new Boundary(module);
    this.#decoder = module.StreamDecoder.make(FORMATS.indexOf(format));
  }

  /**
   * @param {Uint8Array} bytes the next part of the body, cut anywhere
   * @returns {{text: string, error?: import('../HoldfastError.js').HoldfastError}} what the bytes completed;
   *   `error` when something came after it that is not the format
   */
  feed(bytes) {
    const failed = this.#decoder.feed(this.#boundary.put(bytes));
    const text = this.#boundary.text(this.#decoder.textAt(), this.#decoder.textSize(), this.#text);
    return failed ? { text, error: this.#boundary.takeError() } : { text };
  }

  /** Whether the stream has said that the answer is complete. */
  get done() {
    return this.#decoder.done() || this.#decoder.finishReason() !== '';
  }

  /** For the `Last-Event-ID` header of a reconnect; empty where the stream numbers nothing. */
  get lastEventId() {
    return this.#decoder.lastEventId();
  }

  close() {
    this.#decoder.delete();
  }
}
