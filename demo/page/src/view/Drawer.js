/** The sidebar on a narrow screen: it lies over the chat, which waits behind it. */
export class Drawer {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.app
   * @param {HTMLElement} parts.sidebar
   * @param {HTMLElement} parts.stage
   * @param {HTMLElement} parts.backdrop
   * @param {HTMLElement} parts.button
   */
  constructor({ app, sidebar, stage, backdrop, button }) {
    this.app = app;
    this.sidebar = sidebar;
    this.stage = stage;
    this.backdrop = backdrop;
    this.button = button;
    backdrop.addEventListener('click', () => this.close());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    window.matchMedia('(min-width: 761px)').addEventListener('change', () => this.close());
  }

  open() {
    this.#set(true);
    const target = this.sidebar.querySelector('[aria-current], button');
    if (target instanceof HTMLElement) target.focus();
  }

  close() {
    if (this.app.dataset.sidebar !== 'open') return;
    const hadFocus = this.sidebar.contains(document.activeElement);
    this.#set(false);
    if (hadFocus) this.button.focus();
  }

  /** @param {boolean} open */
  #set(open) {
    this.app.dataset.sidebar = open ? 'open' : 'closed';
    this.stage.inert = open;
    this.backdrop.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
  }
}
