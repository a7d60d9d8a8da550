import { drafts } from '../data/drafts.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';

/**
 * Where a message is written. The draft belongs to its conversation, survives a reload, and is taken
 * away only once the message has been accepted.
 */
export class Composer {
  /** @type {string | null} */
  #conversationId = null;
  /** @type {Set<string | null>} */
  #submitting = new Set();
  #answering = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element the form
   * @param {(text: string, conversationId: string | null) => Promise<void>} parts.onSubmit resolves
   *   when the message was accepted
   * @param {() => void} parts.onStop
   * @param {(error: unknown) => void} parts.onError
   */
  constructor({ element, onSubmit, onStop, onError }) {
    this.onSubmit = onSubmit;
    this.onError = onError;
    this.textarea = h('textarea', {
      id: 'composer-input',
      rows: '1',
      placeholder: 'Write a message…',
      'aria-label': 'Message',
      'aria-describedby': 'composer-hint',
      enterkeyhint: 'send',
      autocomplete: 'off',
      on: { input: () => this.#typed(), keydown: (event) => this.#keyPressed(event) },
    });
    this.sendButton = h(
      'button',
      { type: 'submit', class: 'send-button', data: { action: 'send' } },
      icon('send'),
      h('span', { class: 'visually-hidden' }, 'Send'),
    );
    this.stopButton = h(
      'button',
      { type: 'button', class: 'stop-button', data: { action: 'stop' }, hidden: true, on: { click: onStop } },
      icon('stop'),
      'Stop',
    );
    this.hint = h('p', { id: 'composer-hint', class: 'composer-hint' });
    element.append(
      h(
        'div',
        { class: 'composer-box' },
        this.textarea,
        h('div', { class: 'composer-buttons' }, this.stopButton, this.sendButton),
      ),
      this.hint,
    );
    element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** @param {string | null} conversationId `null` for a conversation that is to begin */
  open(conversationId) {
    this.#conversationId = conversationId;
    this.textarea.value = drafts.get(conversationId);
    this.#update();
  }

  /** @param {boolean} answering whether an answer can be stopped */
  setAnswering(answering) {
    this.#answering = answering;
    if (!answering && document.activeElement === this.stopButton) this.textarea.focus();
    this.stopButton.hidden = !answering;
  }

  focus() {
    this.textarea.focus();
  }

  /** @param {string} text puts a suggestion in, unless there is a draft */
  suggest(text) {
    if (this.textarea.value.trim() === '') this.textarea.value = text;
    this.#typed();
    this.focus();
  }

  #typed() {
    drafts.set(this.#conversationId, this.textarea.value);
    this.#update();
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape' && this.#answering) this.stopButton.click();
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    void this.#submit();
  }

  async #submit() {
    const conversationId = this.#conversationId;
    const text = this.textarea.value;
    if (text.trim() === '' || this.#submitting.has(conversationId)) return;
    this.#submitting.add(conversationId);
    this.#update();
    try {
      await this.onSubmit(text.trim(), conversationId);
      this.#takeAway(conversationId, text);
    } catch (error) {
      this.onError(error);
    } finally {
      this.#submitting.delete(conversationId);
      this.#update();
    }
  }

  /**
   * What was typed since the message went off stays. The box says what that is: the stored draft may be
   * that of another tab on the same conversation.
   * @param {string | null} conversationId
   * @param {string} sent
   */
  #takeAway(conversationId, sent) {
    const isOpen = this.#conversationId === conversationId;
    const draft = isOpen ? this.textarea.value : drafts.get(conversationId);
    const rest = draft.startsWith(sent) ? draft.slice(sent.length).trimStart() : draft;
    drafts.set(conversationId, rest);
    if (isOpen) this.textarea.value = rest;
  }

  #update() {
    const starting = this.#submitting.has(this.#conversationId) && this.#conversationId === null;
    this.sendButton.disabled = this.textarea.value.trim() === '' || starting;
    setText(
      this.hint,
      starting ? 'Starting the conversation…' : 'Enter sends, Shift + Enter begins a new line.',
    );
    this.textarea.style.height = 'auto';
    this.textarea.style.height = `${this.textarea.scrollHeight}px`;
  }
}
