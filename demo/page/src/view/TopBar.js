import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { themeToggle } from './ThemeToggle.js';

/** The open conversation's title, and the buttons that open what lies beside the chat. */
export class TopBar {
  #title = h('h1', { class: 'title' });

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {() => void} parts.onMenu
   * @param {() => void} parts.onNew
   * @param {() => void} parts.onBreak
   */
  constructor({ element, onMenu, onNew, onBreak }) {
    this.menuButton = h(
      'button',
      {
        type: 'button',
        class: 'icon-button narrow-only',
        'aria-label': 'Show the conversations',
        'aria-expanded': 'false',
        'aria-controls': 'sidebar',
        data: { action: 'menu' },
        on: { click: onMenu },
      },
      icon('menu'),
    );
    this.breakButton = h(
      'button',
      {
        type: 'button',
        class: 'break-button',
        'aria-expanded': 'false',
        'aria-controls': 'break-panel',
        data: { action: 'break-things' },
        on: { click: onBreak },
      },
      icon('break'),
      h('span', { class: 'break-label' }, 'Break things'),
    );
    const start = h(
      'button',
      {
        type: 'button',
        class: 'icon-button narrow-only',
        'aria-label': 'New conversation',
        on: { click: onNew },
      },
      icon('plus'),
    );
    element.append(this.menuButton, this.#title, start, themeToggle(), this.breakButton);
  }

  /** @param {string} title */
  setTitle(title) {
    setText(this.#title, title);
    this.#title.title = title;
    document.title = `${title} · Holdfast`;
  }
}
