import { h } from './dom.js';
import { icon } from './icons.js';

const nearTheEnd = 48;

/**
 * Keeps the newest message in sight while it grows, until the reader scrolls up; then it leaves the
 * reader alone and offers a way back.
 */
export class ScrollKeeper {
  #sticks = true;
  #lastTop = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} content
   */
  constructor(scroller, content) {
    this.scroller = scroller;
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'jump-button',
        data: { action: 'jump-to-latest' },
        hidden: true,
        on: { click: () => this.jump() },
      },
      icon('down'),
      'Jump to latest',
    );
    scroller.after(h('div', { class: 'jump' }, this.button));
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#follow());
    observer.observe(content);
    observer.observe(scroller);
  }

  jump() {
    this.#sticks = true;
    this.#follow();
  }

  /** What is in sight stays, whatever comes behind it. */
  release() {
    this.#sticks = false;
  }

  get #distance() {
    return this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
  }

  #scrolled() {
    const { scrollTop } = this.scroller;
    if (this.#distance <= nearTheEnd) this.#sticks = true;
    else if (scrollTop < this.#lastTop) this.#sticks = false;
    this.#lastTop = scrollTop;
    this.#showButton();
  }

  #follow() {
    if (this.#sticks) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#lastTop = this.scroller.scrollTop;
    this.#showButton();
  }

  #showButton() {
    this.button.hidden = this.#sticks || this.#distance <= nearTheEnd;
  }
}
