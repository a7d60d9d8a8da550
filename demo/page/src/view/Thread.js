import { actionButton } from './actionButton.js';
import { answerNote, answerNoteElement } from './answerNotes.js';
import { h, setChildren } from './dom.js';
import { keepFocus } from './focusPlace.js';
import { MessageView } from './MessageView.js';
import { oncePerFrame } from './oncePerFrame.js';

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

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {import('../data/ChatStore.js').ChatStore} parts.store
   * @param {import('../data/ChatCommands.js').ChatCommands} parts.commands
   * @param {(work: Promise<unknown>) => Promise<boolean>} parts.run performs a command and shows what goes wrong;
   *   resolves with whether nothing did
   * @param {() => void} parts.onChoose a person is about to look at another branch
   * @param {HTMLElement} parts.empty shown where there is no conversation yet
   */
  constructor({ element, store, commands, run, onChoose, empty }) {
    this.element = element;
    this.store = store;
    this.commands = commands;
    this.run = run;
    this.onChoose = onChoose;
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
    if (id === null) {
      setChildren(this.element, [this.empty]);
      return;
    }
    const log = this.store.log(id);
    const thread = log.thread();
    const first = Math.max(0, thread.length - this.#limit);
    const isAnswering = this.commands.isAnswering(id);
    const children = thread.slice(first).map((shown, index) => {
      const isUnasked = log.get(shown.follows)?.state === 'parked';
      return this.#show(shown, { place: first + index, isAnswering, isUnasked });
    });
    const note = this.#answerNote(log, thread, isAnswering);
    if (note && note.place >= first) children.splice(note.place - first + 1, 0, note.element);
    const hasEarlier = first > 0 || log.firstPosition > 1;
    const restoreFocus = keepFocus(this.element);
    setChildren(this.element, [
      ...(hasEarlier ? [this.#earlierButton(id)] : []),
      ...this.#historyNote(log, thread.length),
      ...children,
    ]);
    restoreFocus();
  }

  /**
   * @param {import('../data/types.js').ShownEntry} shown
   * @param {Parameters<MessageView['show']>[1]} thread
   */
  #show(shown, thread) {
    const { entry } = shown;
    let view = this.#views.get(entry.id);
    if (!view) {
      const conversationId = /** @type {string} */ (this.#conversationId);
      view = new MessageView(shown, {
        retry: (messageId) => void this.run(this.commands.retry(messageId)),
        discard: (messageId) => void this.run(this.commands.discard(conversationId, messageId)),
        regenerate: (questionId) => void this.run(this.commands.regenerate(conversationId, questionId)),
        edit: (text, edited) => this.run(this.commands.edit(text, conversationId, edited)),
        choose: (messageId, alternatives) => {
          this.onChoose();
          this.store.choose(conversationId, messageId, alternatives);
        },
      });
      this.#views.set(entry.id, view);
    }
    view.show(shown, thread);
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
      const hidden = this.store.log(id).thread().length > this.#limit;
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
   * @param {import('../data/types.js').ShownEntry[]} thread
   * @param {boolean} isAnswering
   */
  #answerNote(log, thread, isAnswering) {
    const note = answerNote(log, thread, { isAnswering, regenerated: this.commands.regenerated(log.id) });
    if (!note) return null;
    const { kind, questionId, reason, place } = note;
    const ask = () => this.run(this.commands.regenerate(log.id, questionId));
    const make = () => answerNoteElement(note, ask);
    return { place, element: this.#keep('answer', `${kind} ${questionId} ${reason}`, make) };
  }
}
