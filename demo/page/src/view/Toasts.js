import { h } from './dom.js';
import { icon } from './icons.js';

const shownForMs = 9000;
const maxToasts = 4;

/** Notices in words. The same one is not shown twice at a time. */
export class Toasts {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** @param {string} text */
  show(text) {
    if (this.#shown.has(text)) return;
    const close = h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Dismiss the notice',
        on: { click: () => this.#hide(text) },
      },
      icon('close'),
    );
    const toast = h('div', { class: 'toast', role: 'alert' }, h('p', {}, text), close);
    this.#shown.set(text, toast);
    this.element.append(toast);
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > maxToasts) this.#hide(oldest);
    this.#hideLater(text, toast);
  }

  /**
   * Somebody who points at a notice, or is in it with the keyboard, is still reading.
   * @param {string} text
   * @param {HTMLElement} toast
   */
  #hideLater(text, toast) {
    setTimeout(() => {
      if (toast.matches(':hover, :focus-within')) this.#hideLater(text, toast);
      else this.#hide(text);
    }, shownForMs);
  }

  /** @param {string} text */
  #hide(text) {
    this.#shown.get(text)?.remove();
    this.#shown.delete(text);
  }
}
