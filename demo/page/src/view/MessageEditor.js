import { h } from './dom.js';
import { actionButton } from './actionButton.js';

/** Where a message is written anew, in its place. Escape cancels; Ctrl or Cmd with Enter sends. */
export class MessageEditor {
  #text;
  #onSubmit;
  #onClose;
  #isSubmitting = false;

  /**
   * @param {string} text
   * @param {(text: string) => Promise<boolean>} onSubmit resolves with whether it was accepted
   * @param {() => void} onClose
   */
  constructor(text, onSubmit, onClose) {
    this.#text = text;
    this.#onSubmit = onSubmit;
    this.#onClose = onClose;
    const hint = h('span', { class: 'editor-hint' }, 'Ctrl or ⌘ + Enter sends, Escape cancels.');
    hint.id = `editor-hint-${crypto.randomUUID()}`;
    this.textarea = h('textarea', {
      rows: '1',
      'aria-label': 'Edit the message',
      'aria-describedby': hint.id,
      autocomplete: 'off',
      on: { input: () => this.#typed(), keydown: (event) => this.#keyPressed(event) },
    });
    this.textarea.value = text;
    this.submitButton = actionButton('submit-edit', 'send', 'Send', () => void this.#submit());
    this.submitButton.classList.add('primary');
    const cancel = actionButton('cancel-edit', 'close', 'Cancel', onClose);
    this.element = h(
      'div',
      { class: 'editor' },
      this.textarea,
      h('div', { class: 'editor-row' }, hint, cancel, this.submitButton),
    );
  }

  /** REQUIRES: it is in the page */
  open() {
    this.#typed();
    this.textarea.focus({ preventScroll: true });
    this.textarea.setSelectionRange(this.#text.length, this.#text.length);
    this.element.scrollIntoView({ block: 'nearest' });
  }

  #typed() {
    this.submitButton.disabled = this.textarea.value.trim() === '';
    this.textarea.style.height = 'auto';
    this.textarea.style.height = `${this.textarea.scrollHeight}px`;
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#onClose();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#submit();
    }
  }

  async #submit() {
    const text = this.textarea.value.trim();
    if (text === '' || this.#isSubmitting) return;
    if (text === this.#text) return this.#onClose();
    this.#isSubmitting = true;
    const accepted = await this.#onSubmit(text);
    this.#isSubmitting = false;
    if (accepted) this.#onClose();
  }
}
