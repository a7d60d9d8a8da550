import { h, setAttribute, setChildren, setText } from './dom.js';
import { icon } from './icons.js';
import { MarkdownView } from './MarkdownView.js';
import { SyncMark } from './SyncMark.js';
import { sayTime, sentence, syncWords } from '../words.js';

const authors = { user: 'You', assistant: 'Answer', system: 'System', tool: 'Tool' };

const endings = {
  aborted: 'You stopped this answer. What had arrived is kept.',
  interrupted: 'This answer broke off. What had arrived is kept.',
};

/**
 * @typedef {object} MessageActions
 * @property {(messageId: string) => void} retry
 * @property {(messageId: string) => void} discard
 * @property {() => void} tryAgain
 */

/** One message: who, when, where it is on its way, what it says, and what can be done about it. */
export class MessageView {
  #mark = new SyncMark();
  #time = h('time', { class: 'time' });
  #note = h('div', { class: 'note' });
  /** @type {MarkdownView | null} */
  #markdown = null;
  #plain = h('div', { class: 'plain' });
  #noteKind = '';

  /**
   * @param {import('../data/types.js').Entry} entry
   * @param {MessageActions} actions
   */
  constructor(entry, actions) {
    this.id = entry.id;
    this.actions = actions;
    const { role } = entry.message;
    if (role === 'assistant') this.#markdown = new MarkdownView();
    const author = h('h3', { class: 'author' }, authors[role] ?? role);
    this.element = h(
      'article',
      { class: 'message', data: { messageId: entry.id, role } },
      h('div', { class: 'rail' }, this.#mark.node),
      h(
        'div',
        { class: 'body' },
        h('header', { class: 'message-head' }, author, this.#time, this.#mark.words),
        h('div', { class: 'content' }, this.#markdown?.element ?? this.#plain),
        this.#note,
      ),
    );
  }

  /**
   * @param {import('../data/types.js').Entry} entry
   * @param {boolean} isLast whether it ends the conversation, so that another answer can be asked for
   */
  show(entry, isLast) {
    const { message, state, error } = entry;
    const status = message.status ?? 'complete';
    this.#mark.show(state);
    setAttribute(this.element, 'data-state', state);
    setAttribute(this.element, 'data-message-status', status);
    setAttribute(this.element, 'aria-busy', state === 'streaming' ? 'true' : null);
    const time = sayTime(message.createdAt);
    setText(this.#time, time);
    setAttribute(this.#time, 'datetime', message.createdAt);
    setAttribute(this.element, 'aria-label', `${authors[message.role]}, ${time}, ${syncWords[state].label}`);
    if (this.#markdown) this.#markdown.show(message.content);
    else setText(this.#plain, message.content);
    this.#showNote(state, status, error, isLast);
  }

  /**
   * @param {string} state
   * @param {import('../data/types.js').MessageStatus} status
   * @param {string | null} error
   * @param {boolean} isLast
   */
  #showNote(state, status, error, isLast) {
    const kind = `${state === 'parked'}/${state === 'streaming' ? '' : status}/${error}/${isLast}`;
    if (kind === this.#noteKind) return;
    this.#noteKind = kind;
    const notes = [];
    if (status !== 'complete' && state !== 'streaming') notes.push(this.#ending(status, isLast));
    if (state === 'parked') notes.push(this.#parked(error));
    setChildren(this.#note, notes);
  }

  /**
   * @param {'aborted' | 'interrupted'} status
   * @param {boolean} isLast
   */
  #ending(status, isLast) {
    const tryAgain = isLast && actionButton('try-again', 'retry', 'Try again', this.actions.tryAgain);
    return h(
      'div',
      { class: 'note-row', data: { ending: status } },
      h('span', {}, endings[status]),
      tryAgain,
    );
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
 * @param {string} action
 * @param {import('./icons.js').IconName} iconName
 * @param {string} label
 * @param {() => void} onClick
 */
export function actionButton(action, iconName, label, onClick) {
  const button = h('button', {
    type: 'button',
    class: 'small-button',
    data: { action },
    on: { click: onClick },
  });
  button.append(icon(iconName), label);
  return button;
}
