import { actionButton, setEnabled } from './actionButton.js';
import { h, setAttribute, setChildren, setText } from './dom.js';
import { MarkdownView } from './MarkdownView.js';
import { MessageEditor } from './MessageEditor.js';
import { MessageTools } from './MessageTools.js';
import { SyncMark } from './SyncMark.js';
import { sayTime, sentence, syncWords } from '../words.js';

const authors = { user: 'You', assistant: 'Answer', system: 'System', tool: 'Tool' };

const endings = {
  aborted: 'You stopped this answer. What had arrived is kept.',
  interrupted: 'This answer broke off. What had arrived is kept.',
};

const notAnAnswer = { isAnswering: false, isUnasked: false };

/**
 * @typedef {object} MessageActions
 * @property {(messageId: string) => void} retry
 * @property {(messageId: string) => void} discard
 * @property {(questionId: string) => void} regenerate
 * @property {(text: string, edited: import('../data/types.js').ShownEntry) => Promise<boolean>} edit resolves with whether
 *   it was accepted
 * @property {(messageId: string, alternatives: string[]) => void} choose
 */

/** One message: who, when, where it is on its way, what it says, and what can be done about it. */
export class MessageView {
  #mark = new SyncMark();
  #time = h('time', { class: 'time' });
  #note = h('div', { class: 'note' });
  /** @type {MarkdownView | null} */
  #markdown = null;
  #plain = h('div', { class: 'plain' });
  #content;
  #tools;
  #noteKind = '';
  #regenerateButton = actionButton('regenerate', 'retry', 'Regenerate', () => this.#regenerate());
  /** @type {MessageEditor | null} */
  #editor = null;
  #shown;

  /**
   * @param {import('../data/types.js').ShownEntry} shown
   * @param {MessageActions} actions
   */
  constructor(shown, actions) {
    const { entry } = shown;
    this.id = entry.id;
    this.actions = actions;
    this.#shown = shown;
    const { role } = entry.message;
    if (role === 'assistant') this.#markdown = new MarkdownView();
    this.#content = h('div', { class: 'content' }, this.#markdown?.element ?? this.#plain);
    this.#tools = new MessageTools(entry, {
      edit: () => this.#openEditor(),
      regenerate: () => this.#regenerate(),
      choose: actions.choose,
    });
    const author = h('h2', { class: 'author' }, authors[role] ?? role);
    this.element = h(
      'article',
      { class: 'message', tabindex: '-1', data: { messageId: entry.id, role } },
      h('div', { class: 'rail' }, this.#mark.node),
      h(
        'div',
        { class: 'body' },
        h('header', { class: 'message-head' }, author, this.#time, this.#mark.words, this.#tools.element),
        this.#content,
        this.#note,
      ),
    );
  }

  /**
   * @param {import('../data/types.js').ShownEntry} shown
   * @param {{place: number, isAnswering: boolean, isUnasked: boolean}} thread `place`: which message of the thread it is;
   *   `isAnswering`: whether an answer streams or is waited for; `isUnasked`: whether it answers what the backend refused
   */
  show(shown, { place, isAnswering, isUnasked }) {
    this.#shown = shown;
    const { message, state } = shown.entry;
    this.#mark.show(state);
    setAttribute(this.element, 'data-place', place);
    setAttribute(this.element, 'data-state', state);
    setAttribute(this.element, 'data-message-status', message.status ?? 'complete');
    setAttribute(this.element, 'aria-busy', state === 'streaming' ? 'true' : null);
    const time = sayTime(message.createdAt);
    setText(this.#time, time);
    setAttribute(this.#time, 'datetime', message.createdAt);
    setAttribute(this.element, 'aria-label', `${authors[message.role]}, ${time}, ${syncWords[state].label}`);
    if (this.#markdown) this.#markdown.show(message.content);
    else setText(this.#plain, message.content);
    this.#showTools({ isAnswering, isUnasked });
    this.#showNote(shown.entry);
  }

  /** @param {{isAnswering: boolean, isUnasked: boolean}} thread */
  #showTools({ isAnswering, isUnasked }) {
    const { entry, alternatives, follows } = this.#shown;
    const { role, parentId } = entry.message;
    const isAnswer = role === 'assistant';
    const canBe = isAnswer ? follows === parentId && !isUnasked : role === 'user' && entry.state !== 'parked';
    const isToldBelow = endingOf(entry) !== null;
    this.#regenerateButton.hidden = !canBe;
    setEnabled(this.#regenerateButton, !isAnswering);
    this.#tools.show(alternatives, {
      hasAnother: canBe && !isToldBelow && this.#editor === null,
      canMakeAnother: !isAnswer || !isAnswering,
    });
  }

  #regenerate() {
    this.actions.regenerate(this.#shown.follows);
  }

  #openEditor() {
    if (this.#editor) return;
    const text = this.#shown.entry.message.content;
    const submit = (/** @type {string} */ edited) => this.actions.edit(edited, this.#shown);
    this.#editor = new MessageEditor(text, submit, () => this.#closeEditor());
    setChildren(this.#content, [this.#editor.element]);
    this.#showTools(notAnAnswer);
    this.#editor.open();
  }

  #closeEditor() {
    this.#editor = null;
    setChildren(this.#content, [this.#plain]);
    this.#showTools(notAnAnswer);
    this.#tools.focus();
  }

  /** @param {import('../data/types.js').Entry} entry */
  #showNote(entry) {
    const { state, error } = entry;
    const ending = endingOf(entry);
    const kind = `${state === 'parked'}/${ending}/${error}`;
    if (kind === this.#noteKind) return;
    this.#noteKind = kind;
    const notes = [];
    if (ending) notes.push(this.#ending(ending));
    if (state === 'parked') notes.push(this.#parked(error));
    setChildren(this.#note, notes);
  }

  /** @param {'aborted' | 'interrupted'} status */
  #ending(status) {
    const words = h('span', {}, endings[status]);
    return h('div', { class: 'note-row', data: { ending: status } }, words, this.#regenerateButton);
  }

  /** @param {string | null} error */
  #parked(error) {
    return h(
      'div',
      { class: 'note-row bad' },
      h(
        'span',
        {},
        h('strong', {}, 'Not accepted. '),
        sentence(error ?? 'The backend refused this message.'),
      ),
      h(
        'span',
        { class: 'note-actions' },
        actionButton('retry', 'retry', 'Retry', () => this.actions.retry(this.id)),
        actionButton('discard', 'close', 'Discard', () => this.actions.discard(this.id)),
      ),
    );
  }
}

/**
 * @param {import('../data/types.js').Entry} entry
 * @returns {'aborted' | 'interrupted' | null} how it ended before its end
 */
function endingOf({ state, message: { status = 'complete' } }) {
  return status === 'complete' || state === 'streaming' ? null : status;
}
