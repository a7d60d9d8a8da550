/** A document in Node, in place before anything that looks for one is imported. */
import { Window } from 'happy-dom';

const window = new Window({ url: 'http://page.test/' });

const names = [
  'window',
  'document',
  'navigator',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLIFrameElement',
  'Event',
  'CustomEvent',
  'CSSStyleSheet',
  'MutationObserver',
  'customElements',
];

const define = (name, value) =>
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
for (const name of names) define(name, name === 'window' ? window : window[name]);

/** Frames as a screen has them; happy-dom draws as fast as it can. */
class Screen {
  #callbacks = new Map();
  #lastId = 0;
  #isDue = false;
  /** How many frames were drawn. */
  drawn = 0;

  request(callback) {
    if (!this.#isDue) setTimeout(() => this.#draw(), 16);
    this.#isDue = true;
    this.#callbacks.set(++this.#lastId, callback);
    return this.#lastId;
  }

  cancel(id) {
    this.#callbacks.delete(id);
  }

  #draw() {
    this.drawn += 1;
    this.#isDue = false;
    const callbacks = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of callbacks) callback(performance.now());
  }
}

export const screen = new Screen();
define('requestAnimationFrame', (callback) => screen.request(callback));
define('cancelAnimationFrame', (id) => screen.cancel(id));
