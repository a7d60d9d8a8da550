import { h, setChildren } from './dom.js';
import { icon } from './icons.js';
import { MessageView, actionButton } from './MessageView.js';
import { oncePerFrame } from './oncePerFrame.js';
import { sentence } from '../words.js';

const shownAtFirst = 150;

/**
 * The messages of the open conversation. Each message keeps its element while it is shown, so that
 * nothing that is focused or selected is lost when its state changes.
 */
export class Thread {
  /** @type {Map<string, MessageView>} */
  #views = new Map();
  #limit = shownAtFirst;
  /** @type {Map<string, {key: string, element: HTMLElement}>} */
  #kept = new Map();
  /** @type {string | null} */
  #conversationId = null;
  #scheduleRender = oncePerFrame(() => this.render());
  #waiting = h(
    'div',
    { class: 'waiting', data: { waiting: 'answer' } },
    icon('streaming'),
    'Waiting for the answer…',
  );

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {import('../data/ChatStore.js').ChatStore} parts.store
   * @param {import('../data/ChatCommands.js').ChatCommands} parts.commands
   * @param {(work: Promise<unknown>) => void} parts.run performs a command and shows what goes wrong
   * @param {HTMLElement} parts.empty shown where there is no conversation yet
   */
  constructor({ element, store, commands, run, empty }) {
    this.element = element;
    this.store = store;
    this.commands = commands;
    this.run = run;
    this.empty = empty;
    store.on('thread', (id) => id === this.#conversationId && this.#scheduleRender());
  }

  /** @param {string | null} conversationId */
  open(conversationId) {
    this.#conversationId = conversationId;
    this.#limit = shownAtFirst;
    this.#views.clear();
    this.#kept.clear();
    this.render();
  }

  render() {
    const id = this.#conversationId;
    if (id === null) return setChildren(this.element, [this.empty]);
    const log = this.store.log(id);
    const entries = log.ordered();
    const shown = entries.slice(-this.#limit);
    const answering = this.commands.isAnswering(id);
    const children = shown.map((entry) => this.#show(entry, !answering && entry === entries.at(-1)));
    const hasEarlier = entries.length > shown.length || log.firstPosition > 1;
    setChildren(this.element, [
      ...(hasEarlier ? [this.#earlierButton(id)] : []),
      ...this.#historyNote(log, entries.length),
      ...children,
      ...this.#ending(log, entries.at(-1), answering),
    ]);
  }

  /**
   * @param {import('../data/types.js').Entry} entry
   * @param {boolean} isLast
   */
  #show(entry, isLast) {
    let view = this.#views.get(entry.id);
    if (!view) {
      const conversationId = /** @type {string} */ (this.#conversationId);
      view = new MessageView(entry, {
        retry: (messageId) => this.run(this.commands.retry(messageId)),
        discard: (messageId) => this.run(this.commands.discard(conversationId, messageId)),
        tryAgain: () => this.run(this.commands.tryAgain(conversationId)),
      });
      this.#views.set(entry.id, view);
    }
    view.show(entry, isLast);
    return view.element;
  }

  /**
   * An element that stays the same, with its focus, until its key changes.
   * @param {string} slot
   * @param {string} key
   * @param {() => HTMLElement} make
   */
  #keep(slot, key, make) {
    const kept = this.#kept.get(slot);
    if (kept?.key === key) return kept.element;
    const element = make();
    this.#kept.set(slot, { key, element });
    return element;
  }

  /** What is in sight stays there, although the thread grows above it. */
  #renderInPlace() {
    const scroller = /** @type {HTMLElement} */ (this.element.parentElement);
    const fromTheEnd = scroller.scrollHeight - scroller.scrollTop;
    this.render();
    scroller.scrollTop = scroller.scrollHeight - fromTheEnd;
  }

  /** @param {string} id */
  #earlierButton(id) {
    const show = async () => {
      const hidden = this.store.log(id).ordered().length > this.#limit;
      this.#limit += shownAtFirst;
      if (!hidden) await this.store.loadEarlier(id);
      this.#renderInPlace();
    };
    const ask = () => this.run(show());
    return this.#keep('earlier', '', () =>
      actionButton('show-earlier', 'sending', 'Show earlier messages', ask),
    );
  }

  /**
   * @param {import('../data/ConversationLog.js').ConversationLog} log
   * @param {number} messages
   */
  #historyNote(log, messages) {
    if (log.history === 'loading' && messages === 0) {
      return [
        this.#keep('history', 'loading', () =>
          h('p', { class: 'history-note' }, 'Loading the conversation…'),
        ),
      ];
    }
    if (log.history !== 'device') return [];
    const what =
      messages === 0 ? 'This conversation is not on this device, and' : 'This is what this device remembers:';
    const ask = () => this.run(this.store.open(log.id));
    const make = () => {
      const reload = actionButton('reload', 'retry', 'Look again', ask);
      return h(
        'div',
        { class: 'history-note' },
        h('span', {}, `${what} the backend cannot be reached right now.`),
        reload,
      );
    };
    return [this.#keep('history', what, make)];
  }

  /**
   * @param {import('../data/ConversationLog.js').ConversationLog} log
   * @param {import('../data/types.js').Entry | undefined} last
   * @param {boolean} answering
   */
  #ending(log, last, answering) {
    if (answering) return log.streaming ? [] : [this.#waiting];
    if (last?.message.role !== 'user' || last.state === 'parked') return [];
    const { failure } = log;
    const ask = () => this.run(this.commands.tryAgain(log.id));
    const make = () => {
      const reason = failure === null ? 'There is no answer to this yet.' : ` ${sentence(failure)}`;
      const button = actionButton(
        'try-again',
        'retry',
        failure === null ? 'Get an answer' : 'Try again',
        ask,
      );
      const words = h('span', {}, failure !== null && h('strong', {}, 'No answer.'), reason);
      const kind = failure === null ? 'open' : 'failed';
      return h('div', { class: `unanswered ${kind}`, data: { unanswered: kind } }, words, button);
    };
    return [this.#keep('ending', `${last.id} ${failure}`, make)];
  }
}
