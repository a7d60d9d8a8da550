/** Where no frame is drawn, as in Node. Unit: milliseconds. */
const FRAME_MS = 16;
/** A frame that did not come by then is one of a page that is hidden. Unit: milliseconds. */
const HIDDEN_MS = 100;

/** Calls back with the next frame, or soon where none is drawn. @param {() => void} callback */
function nextFrame(callback) {
  const draws = typeof requestAnimationFrame === 'function';
  const run = () => {
    clearTimeout(timer);
    if (draws) cancelAnimationFrame(frame);
    callback();
  };
  const timer = setTimeout(run, draws ? HIDDEN_MS : FRAME_MS);
  const frame = draws ? requestAnimationFrame(run) : 0;
}

/** Lets work through once a frame: the first at once, what comes behind it together with the next frame. */
export class FrameGate {
  #work;
  #frame;
  #isShut = false;
  #isDue = false;

  /**
   * @param {() => void} work
   * @param {(callback: () => void) => void} [frame]
   */
  constructor(work, frame = nextFrame) {
    this.#work = work;
    this.#frame = frame;
  }

  /** Does the work now, or with the next frame. */
  pass() {
    this.#isDue = true;
    if (!this.#isShut) this.#open();
  }

  /** Does the work with the next frame. */
  passLater() {
    this.#isDue = true;
    this.#shut();
  }

  #open() {
    this.#isShut = false;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#shut();
    this.#work();
  }

  #shut() {
    if (this.#isShut) return;
    this.#isShut = true;
    this.#frame(() => this.#open());
  }
}
