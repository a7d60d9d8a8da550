/** What one scenario runs in: a backend, a browser, and an origin of its own for its tabs. */
import { fileURLToPath } from 'node:url';
import { Backend } from '../../browser/support/Backend.mjs';
import { assertStoredOnceInOrder } from '../../browser/support/delivery.mjs';
import { eventually } from '../../browser/support/eventually.mjs';
import { Outbox } from './Outbox.mjs';

/** @typedef {import('./MortalBrowser.mjs').MortalBrowser} MortalBrowser */

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

export class World {
  #pages;
  #patience;

  /**
   * @param {import('./PageServer.mjs').PageServer} pages runs already
   * @param {MortalBrowser} browser the next scenario goes on with it; it starts again where it was ended
   * @param {{timeoutMs: number}} patience how long a state may take to come about
   */
  constructor(pages, browser, patience) {
    this.#pages = pages;
    this.#patience = patience;
    this.browser = browser;
    this.backend = new Backend({ page: fixtures, corsOrigin: pages.origin });
  }

  /**
   * A tab on the page, without the package yet.
   * @param {string} name
   */
  openTab(name) {
    return this.browser.open(this.#pages.newTab(name));
  }

  /** @param {import('./Tab.mjs').Tab} tab the package is imported and started in it */
  startOutbox(tab) {
    return new Outbox(tab, this.backend.url, this.#patience).start();
  }

  /**
   * A tab in which the package runs.
   * @param {string} name
   */
  async openOutbox(name) {
    return this.startOutbox(await this.openTab(name));
  }

  /** @param {...string} ids */
  async createConversations(...ids) {
    for (const id of ids) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ id, title: id });
      const response = await fetch(`${this.backend.url}/conversation/create`, {
        method: 'POST',
        headers,
        body,
      });
      if (!response.ok) throw new Error(`The conversation was refused: ${await response.text()}`);
    }
  }

  /**
   * Waits until the backend holds as many messages of a conversation as are expected, and holds them to be
   * these, each once and in order.
   * @param {string} conversation
   * @param {string[]} contents
   */
  async arrived(conversation, contents) {
    await this.arrivedInAnyOrder(conversation, contents);
    await assertStoredOnceInOrder(this.backend, conversation, contents);
  }

  /**
   * The same for messages whose order is not settled by the test. Gives back their contents as stored.
   * @param {string} conversation
   * @param {string[]} contents
   */
  async arrivedInAnyOrder(conversation, contents) {
    await eventually(
      `${contents.length} messages have arrived in ${conversation}`,
      async () => {
        const rows = await this.backend.stored(conversation);
        if (rows.length < contents.length) throw new Error(`there are ${rows.length}`);
        return true;
      },
      this.#patience,
    );
    const stored = (await this.backend.stored(conversation)).map(({ content }) => content);
    await assertStoredOnceInOrder(this.backend, conversation, stored);
    const unexpected = sortedDifference(stored, contents);
    if (unexpected !== '') throw new Error(`In ${conversation}: ${unexpected}`);
    return stored;
  }

  /** What there is to see when the scenario has failed. */
  async describe() {
    const tabs = this.#pages.tabs.map(async (tab) => {
      if (!tab.isOpen) return { tab: tab.name, open: false, complaints: tab.complaints };
      const read = tab.evaluate(() => ({
        status: window.outbox.status(),
        errors: window.outbox.errorEvents(),
        unsettled: Object.entries(window.outbox.states()).filter(([, state]) => state !== 'synced'),
      }));
      return {
        tab: tab.name,
        complaints: tab.complaints,
        ...(await read.catch(({ message }) => ({ message }))),
      };
    });
    const rows = await this.backend.stored().catch(String);
    const stored = Array.isArray(rows) ? rows.map((row) => `${row.conversation_id}: ${row.content}`) : rows;
    return JSON.stringify({ tabs: await Promise.all(tabs), server: this.backend.errors(), stored }, null, 1);
  }

  /** No tab left an error uncaught. */
  assertNoComplaints() {
    const complaints = this.#pages.tabs.flatMap(({ name, complaints: own }) =>
      own.map((one) => `${name}: ${one}`),
    );
    if (complaints.length > 0) throw new Error(`Errors went uncaught:\n${complaints.join('\n')}`);
  }

  async dispose() {
    for (const tab of this.#pages.tabs) await tab.close();
    await this.#pages.close();
    await this.backend.dispose();
  }
}

/**
 * What one list holds that the other does not, however often; empty where they hold the same.
 * @param {string[]} found
 * @param {string[]} expected
 */
function sortedDifference(found, expected) {
  const [left, right] = [[...found].sort(), [...expected].sort()];
  if (left.join('\n') === right.join('\n')) return '';
  const doubled = left.filter((one, index) => one === left[index + 1]);
  const missing = right.filter((one) => !left.includes(one));
  const foreign = left.filter((one) => !right.includes(one));
  return JSON.stringify({ doubled, missing, foreign });
}
