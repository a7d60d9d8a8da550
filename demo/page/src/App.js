import { ChatCommands } from './data/ChatCommands.js';
import { ChatStore } from './data/ChatStore.js';
import { drafts } from './data/drafts.js';
import { currentConversation, goTo, onRoute } from './route.js';
import { announceAnswers } from './view/Announcer.js';
import { banners } from './view/Banners.js';
import { BreakPanel } from './view/BreakPanel.js';
import { Composer } from './view/Composer.js';
import { Drawer } from './view/Drawer.js';
import { emptyState } from './view/EmptyState.js';
import { ScrollKeeper } from './view/ScrollKeeper.js';
import { Sidebar } from './view/Sidebar.js';
import { StatusBar } from './view/StatusBar.js';
import { Thread } from './view/Thread.js';
import { TopBar } from './view/TopBar.js';
import { find } from './view/dom.js';
import { sayError, sentence } from './words.js';

/** Puts the parts of the page together, and leads a person from one conversation to another. */
export class App {
  /** @type {string | null} */
  #current = null;

  /**
   * @param {object} parts
   * @param {import('holdfast').Holdfast} parts.holdfast
   * @param {import('./network/NetworkSwitch.js').NetworkSwitch} parts.network
   * @param {import('./network/ServerFaults.js').ServerFaults} parts.faults
   * @param {import('./view/Toasts.js').Toasts} parts.toasts
   */
  constructor({ holdfast, network, faults, toasts }) {
    this.toasts = toasts;
    this.store = new ChatStore(holdfast);
    this.commands = new ChatCommands(holdfast, this.store);
    const startNew = () => {
      goTo(null);
      this.drawer.close();
      this.composer.focus();
    };
    const run = (/** @type {Promise<unknown>} */ work) =>
      work.then(
        () => true,
        (error) => {
          this.#showError(error);
          return false;
        },
      );

    this.topBar = new TopBar({
      element: find('#topbar'),
      onMenu: () => this.drawer.open(),
      onNew: startNew,
      onBreak: () => this.panel.toggle(),
    });
    this.drawer = new Drawer({
      app: find('#app'),
      sidebar: find('#sidebar'),
      stage: find('#stage'),
      backdrop: find('.backdrop'),
      button: this.topBar.menuButton,
    });
    this.sidebar = new Sidebar({
      element: find('#sidebar'),
      store: this.store,
      commands: this.commands,
      onNew: startNew,
      onClose: () => this.drawer.close(),
    });
    this.composer = new Composer({
      element: find('#composer'),
      onSubmit: (text, conversationId) => this.#send(text, conversationId),
      onStop: () => this.#current !== null && this.commands.stop(this.#current),
      onError: (error) => this.#showError(error),
    });
    this.thread = new Thread({
      element: find('#thread'),
      store: this.store,
      commands: this.commands,
      run,
      onChoose: () => this.scroll.release(),
      empty: emptyState((text) => this.composer.suggest(text)),
    });
    this.scroll = new ScrollKeeper(find('#scroller'), find('#thread'));
    this.panel = new BreakPanel({
      element: find('#break-panel'),
      button: this.topBar.breakButton,
      holdfast,
      network,
      faults,
      run,
    });
    holdfast.on('parked', ({ reason }) => toasts.show(`A message needs attention. ${sentence(reason)}`));
    new StatusBar(find('#status-bar'), holdfast);
    banners(find('#banner'), network, faults);
    announceAnswers(find('#announcer'), this.store);
    this.#listen();
  }

  async start() {
    this.#show();
    this.composer.focus();
    await this.store.start();
  }

  #listen() {
    onRoute(() => this.#show());
    this.store.on('thread', (id) => id === this.#current && this.#updateAnswering());
    this.store.on('conversations', () => this.#updateTitle());
    find('#sidebar').addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a')) this.drawer.close();
    });
    find('.skip-link').addEventListener('click', (event) => {
      event.preventDefault();
      this.composer.focus();
    });
    const catchUp = () => {
      if (document.hidden) return;
      void this.store.refreshConversations();
      if (this.#current !== null) void this.store.open(this.#current);
    };
    document.addEventListener('visibilitychange', catchUp);
    window.addEventListener('online', catchUp);
  }

  #show() {
    const conversationId = currentConversation();
    this.#current = conversationId;
    this.sidebar.select(conversationId);
    this.thread.open(conversationId);
    this.composer.open(conversationId);
    this.scroll.jump();
    this.#updateTitle();
    this.#updateAnswering();
    if (conversationId !== null) void this.store.open(conversationId);
  }

  #updateTitle() {
    const title = this.#current === null ? 'New conversation' : this.store.title(this.#current);
    this.topBar.setTitle(title ?? 'Conversation');
  }

  #updateAnswering() {
    this.composer.setAnswering(this.#current !== null && this.commands.isAnswering(this.#current));
  }

  /**
   * @param {string} text
   * @param {string | null} conversationId
   */
  async #send(text, conversationId) {
    this.scroll.jump();
    if (conversationId !== null) return this.commands.send(text, conversationId);
    const created = await this.commands.startConversation(text).catch((error) => {
      throw new Error(
        `The backend refused the conversation. ${sayError(error)} Your message stays in the box.`,
      );
    });
    try {
      await this.commands.send(text, created);
    } catch (error) {
      drafts.set(created, text);
      drafts.set(null, '');
      throw error;
    } finally {
      if (this.#current === null) goTo(created);
    }
  }

  /** @param {unknown} error */
  #showError(error) {
    this.toasts.show(sayError(error));
  }
}
