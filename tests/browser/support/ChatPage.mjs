/** The chat page as a person uses it: through what it shows and what can be typed and clicked. */
import { eventually } from './eventually.mjs';

/**
 * @typedef {object} ShownMessage
 * @property {string} id
 * @property {string} role
 * @property {string} state
 * @property {string} status
 * @property {string} name what a screen reader calls it
 * @property {string} words the state in words, as shown
 * @property {string} text
 */

export class ChatPage {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.composer = page.locator('#composer textarea');
  }

  /** @param {string} address */
  async goto(address) {
    await this.page.goto(address);
    await this.composer.waitFor();
  }

  /** @returns {string | null} the conversation that is open */
  get conversationId() {
    const found = /#\/c\/(.+)$/.exec(this.page.url());
    return found && decodeURIComponent(found[1]);
  }

  /** @param {string} action */
  button(action) {
    return this.page.locator(`button[data-action=${action}]`);
  }

  /** @param {string} name such as `connection` */
  statusItem(name) {
    return this.page.locator(`#status-bar [data-status=${name}]`);
  }

  /**
   * Types a message key by key, and sends it with Enter.
   * @param {string} text
   */
  async type(text) {
    await this.composer.focus();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.composerIsEmpty();
  }

  /** The page takes a message out of the box once it has been accepted. */
  async composerIsEmpty() {
    await eventually(
      'the message is taken out of the box',
      async () => (await this.composer.inputValue()) === '',
    );
  }

  /**
   * Begins a conversation with its first message.
   * @param {string} text
   * @returns {Promise<string>} its id
   */
  async begin(text) {
    if (this.conversationId !== null) await this.button('new-conversation').click();
    await this.page.locator('.empty-state').waitFor();
    await this.type(text);
    const id = await eventually('the new conversation has an address', () => this.conversationId);
    await this.conversationIsOpen(id);
    return id;
  }

  /** @param {string} id opens a conversation of the list, with a click */
  async openConversation(id) {
    await this.page.locator(`#sidebar [data-conversation-id="${id}"]`).click();
    await this.conversationIsOpen(id);
  }

  /** @param {string} id the address changes first; the page follows */
  async conversationIsOpen(id) {
    await this.page
      .locator(`#sidebar [data-conversation-id="${id}"][aria-current=page]`)
      .waitFor({ state: 'attached' });
  }

  /** @returns {Promise<ShownMessage[]>} in the order in which they are shown */
  messages() {
    return this.page.locator('article[data-message-id]').evaluateAll((articles) =>
      articles.map((article) => ({
        id: article.dataset.messageId ?? '',
        role: article.dataset.role ?? '',
        state: article.dataset.state ?? '',
        status: article.dataset.messageStatus ?? '',
        name: article.getAttribute('aria-label') ?? '',
        words: article.querySelector('.sync-words')?.textContent ?? '',
        text: article.querySelector('.content')?.textContent ?? '',
      })),
    );
  }

  /** @param {string} text the message of the person that is shown with this text */
  message(text) {
    return this.page.locator('article[data-role=user]').filter({
      has: this.page.locator('.content').getByText(text, { exact: true }),
    });
  }

  /**
   * Edits a message with the keyboard, from its button on.
   * @param {string} text
   * @param {string} edited
   */
  async edit(text, edited) {
    await this.message(text).locator('[data-action=edit]').press('Enter');
    const editor = this.page.getByRole('textbox', { name: 'Edit the message' });
    await editor.fill(edited);
    await editor.press('Control+Enter');
    await this.message(edited).waitFor();
  }

  /** @returns {Promise<string[]>} where there are versions: which one is shown, of how many */
  versions() {
    return this.page
      .locator('.switch-versions')
      .evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label') ?? ''));
  }

  /** How many messages the status bar says are pending. */
  async pendingCount() {
    return Number(await this.statusItem('pending').getAttribute('data-count'));
  }

  /**
   * Waits until the messages that a person typed are shown in a state.
   * @param {string[]} texts
   * @param {string} state
   * @param {{timeoutMs?: number}} [options]
   */
  async typedMessagesAre(texts, state, options) {
    await eventually(
      `${texts.length} messages of the person are ${state}`,
      async () => {
        const shown = (await this.messages()).filter(({ role }) => role === 'user');
        const wrong = texts.filter((text) => shown.find((one) => one.text === text)?.state !== state);
        if (wrong.length > 0) throw new Error(`not yet: ${wrong.slice(0, 3).join(' | ')}`);
        return true;
      },
      options,
    );
  }

  /**
   * Waits until nothing streams and nothing is on its way.
   * @param {{timeoutMs?: number}} [options]
   */
  async isAtRest(options = { timeoutMs: 40_000 }) {
    await eventually(
      'everything is synced and no answer is awaited',
      async () => {
        const unsettled = (await this.messages()).filter(({ state }) => state !== 'synced');
        if (unsettled.length > 0) throw new Error(`${unsettled.length} messages are ${unsettled[0].state}`);
        if (await this.page.locator('[data-waiting=answer]').count()) throw new Error('an answer is awaited');
        if (await this.button('stop').isVisible()) throw new Error('an answer streams');
        return (await this.pendingCount()) === 0;
      },
      options,
    );
  }
}
