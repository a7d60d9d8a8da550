/** @typedef {import('ai').UIMessageChunk} UIMessageChunk */

/** Writes an answer as the chunks of a UI message stream: each text and each thought begins and ends. */
export class ChunkWriter {
  #messageId;
  #write;
  #isBegun = false;
  #isOver = false;
  /** What is open. @type {'text' | 'reasoning' | undefined} */
  #open;
  /** How many were opened. */
  #opened = 0;

  /**
   * @param {string} messageId
   * @param {(chunk: UIMessageChunk) => void} write
   */
  constructor(messageId, write) {
    this.#messageId = messageId;
    this.#write = write;
  }

  get isOver() {
    return this.#isOver;
  }

  /** @param {'text' | 'reasoning'} kind @param {string} delta */
  add(kind, delta) {
    if (delta === '' || this.#isOver) return;
    this.#begin();
    if (this.#open !== kind) {
      this.#end();
      this.#open = kind;
      this.#opened += 1;
      this.#write({ type: `${kind}-start`, id: this.#id });
    }
    this.#write({ type: `${kind}-delta`, id: this.#id, delta });
  }

  /** The answer is whole. */
  finish() {
    if (!this.#isOver) this.#begin();
    this.#conclude({ type: 'finish-step' }, { type: 'finish', finishReason: 'stop' });
  }

  /** A person stopped it. */
  abort() {
    this.#conclude({ type: 'abort' });
  }

  /** It broke off, or could not be had. @param {string} errorText */
  fail(errorText) {
    this.#conclude({ type: 'error', errorText });
  }

  get #id() {
    return `${this.#open}-${this.#opened}`;
  }

  /** The chat shows a message from here on: of one that cannot be had there is none. */
  #begin() {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#write({ type: 'start', messageId: this.#messageId });
    this.#write({ type: 'start-step' });
  }

  /** @param {...UIMessageChunk} chunks */
  #conclude(...chunks) {
    if (this.#isOver) return;
    this.#end();
    this.#isOver = true;
    for (const chunk of chunks) this.#write(chunk);
  }

  #end() {
    if (this.#open) this.#write({ type: `${this.#open}-end`, id: this.#id });
    this.#open = undefined;
  }
}
