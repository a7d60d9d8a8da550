/** As long as a frame, where none is drawn. */
const FRAME_MS = 16;

/**
 * Joins the pieces of an answer, so that whoever shows it hears of it once a frame. In a hidden page, where no frame is
 * drawn and timers come once a minute, the pieces themselves are the clock.
 */
export class DeltaJoiner {
  #flush;
  #clock;
  #text = '';
  #flushedAt = -Infinity;
  /** @type {(() => void) | undefined} */
  #cancel;
  #isFrame = false;

  /**
   * @param {(text: string) => void} flush
   * @param {object} clock
   * @param {() => number} clock.now ms
   * @param {() => boolean} clock.drawsFrames
   * @param {(callback: () => void) => () => void} clock.nextFrame
   */
  constructor(flush, clock) {
    this.#flush = flush;
    this.#clock = clock;
  }

  /** @param {string} text */
  add(text) {
    this.#text += text;
    if (this.#clock.drawsFrames()) this.#atNextFrame();
    else this.#inTime();
  }

  /** Hands on what is left. */
  end() {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#flushedAt = this.#clock.now();
    this.#flush(text);
  }

  #atNextFrame() {
    if (this.#cancel && this.#isFrame) return;
    this.#cancel?.();
    this.#isFrame = true;
    this.#cancel = this.#clock.nextFrame(() => this.end());
  }

  #inTime() {
    const wait = this.#flushedAt + FRAME_MS - this.#clock.now();
    if (wait <= 0) return this.end();
    if (this.#cancel) return undefined;
    this.#isFrame = false;
    const timer = setTimeout(() => this.end(), wait);
    this.#cancel = () => clearTimeout(timer);
    return undefined;
  }
}
