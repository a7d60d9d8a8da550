import { h, setChildren, setText } from './dom.js';
import { icon } from './icons.js';
import { oncePerFrame } from './oncePerFrame.js';
import { count } from '../words.js';

/** The conversations, newest first, with a mark on those whose messages are still on their way. */
export class Sidebar {
  /** @type {Map<string, SidebarItem>} */
  #items = new Map();
  #list = h('ul', { class: 'conversation-list' });
  #empty = h(
    'p',
    { class: 'sidebar-empty' },
    'No conversations yet. Write something, and the first one begins.',
  );
  /** @type {string | null} */
  #current = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {import('../data/ChatStore.js').ChatStore} parts.store
   * @param {import('../data/ChatCommands.js').ChatCommands} parts.commands
   * @param {() => void} parts.onNew
   * @param {() => void} parts.onClose
   */
  constructor({ element, store, commands, onNew, onClose }) {
    this.store = store;
    this.commands = commands;
    const close = h(
      'button',
      {
        type: 'button',
        class: 'icon-button sidebar-close',
        'aria-label': 'Close the list',
        on: { click: onClose },
      },
      icon('close'),
    );
    const start = h(
      'button',
      { type: 'button', class: 'new-button', data: { action: 'new-conversation' }, on: { click: onNew } },
      icon('plus'),
      'New conversation',
    );
    element.append(
      h('div', { class: 'brand' }, icon('holdfast'), h('span', { class: 'brand-name' }, 'Holdfast'), close),
      start,
      h('h2', { class: 'sidebar-title' }, 'Conversations'),
      this.#list,
      this.#empty,
    );
    const render = oncePerFrame(() => this.render());
    store.on('conversations', render);
    this.render();
  }

  /** @param {string | null} conversationId */
  select(conversationId) {
    this.#current = conversationId;
    this.render();
  }

  render() {
    const elements = this.store.conversations.map((conversation) => {
      let item = this.#items.get(conversation.id);
      if (!item) this.#items.set(conversation.id, (item = new SidebarItem(conversation.id)));
      item.show(conversation.title, this.store.peek(conversation.id), {
        current: conversation.id === this.#current,
        answering: this.commands.isAnswering(conversation.id),
      });
      return item.element;
    });
    setChildren(this.#list, elements);
    this.#empty.hidden = elements.length > 0;
  }
}

class SidebarItem {
  #title = h('span', { class: 'conversation-title' });
  #mark = h('span', { class: 'conversation-mark' });

  /** @param {string} id */
  constructor(id) {
    this.link = h(
      'a',
      { href: `#/c/${encodeURIComponent(id)}`, data: { conversationId: id } },
      this.#title,
      this.#mark,
    );
    this.element = h('li', {}, this.link);
  }

  /**
   * @param {string} title
   * @param {import('../data/ConversationLog.js').ConversationLog | undefined} log
   * @param {{current: boolean, answering: boolean}} state
   */
  show(title, log, { current, answering }) {
    setText(this.#title, title || 'Untitled');
    this.link.title = title;
    if (current) this.link.setAttribute('aria-current', 'page');
    else this.link.removeAttribute('aria-current');
    const { waiting = 0, needsAttention = false } = log ?? {};
    this.#mark.dataset.tone = needsAttention ? 'bad' : waiting > 0 ? 'busy' : answering ? 'live' : '';
    const words = [
      needsAttention && 'needs attention',
      waiting > 0 && `${count(waiting, 'message', 'messages')} not synced yet`,
      answering && 'answering',
    ].filter(Boolean);
    setText(this.#mark, words.length > 0 ? `(${words.join(', ')})` : '');
  }
}
