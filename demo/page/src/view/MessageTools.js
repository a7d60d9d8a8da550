import { h, setAttribute, setChildren, setText } from './dom.js';
import { setEnabled, toolButton } from './actionButton.js';

/**
 * @typedef {object} ToolActions
 * @property {() => void} edit
 * @property {() => void} regenerate
 * @property {(messageId: string, alternatives: string[]) => void} choose
 */

/** What can be done with a message, in its heading: to look at its alternatives, and to make another one. */
export class MessageTools {
  element = h('div', { class: 'message-tools' });
  #id;
  /** @type {string[]} */
  #alternatives = [];
  #count = h('span', { class: 'switch-count', 'aria-hidden': 'true' });
  #previous;
  #next;
  #switch;
  /** @type {HTMLButtonElement} */
  #other;

  /**
   * @param {import('../data/types.js').Entry} entry
   * @param {ToolActions} actions
   */
  constructor({ id, message: { role } }, actions) {
    this.#id = id;
    const choose = (/** @type {number} */ step) => {
      const place = this.#alternatives.indexOf(id) + step;
      actions.choose(this.#alternatives[place], this.#alternatives);
    };
    this.#previous = toolButton('previous-version', 'previous', 'Previous version', () => choose(-1));
    this.#next = toolButton('next-version', 'next', 'Next version', () => choose(1));
    this.#switch = h(
      'div',
      { class: 'switch-versions', role: 'group' },
      this.#previous,
      this.#count,
      this.#next,
    );
    this.#other =
      role === 'assistant'
        ? toolButton('regenerate', 'retry', 'Regenerate this answer', () => actions.regenerate())
        : toolButton('edit', 'edit', 'Edit this message', () => actions.edit());
  }

  /**
   * @param {string[]} alternatives
   * @param {{canMakeAnother: boolean, hasAnother: boolean}} other whether another one can be made of it, and just now
   */
  show(alternatives, { canMakeAnother, hasAnother }) {
    this.#alternatives = alternatives;
    const place = alternatives.indexOf(this.#id) + 1;
    const count = alternatives.length;
    setAttribute(this.#switch, 'aria-label', `Version ${place} of ${count}`);
    setText(this.#count, `${place} / ${count}`);
    setEnabled(this.#previous, place > 1);
    setEnabled(this.#next, place < count);
    setEnabled(this.#other, canMakeAnother);
    setChildren(this.element, [...(count > 1 ? [this.#switch] : []), ...(hasAnother ? [this.#other] : [])]);
  }

  /** Where the focus goes when what was opened from here is closed. */
  focus() {
    this.#other.focus();
  }
}
