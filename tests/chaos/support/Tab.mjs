/** One tab of the browser: whatever ends a load of it, the next load queues what is left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../browser/support/eventually.mjs';
import { nameOfLoad } from './messages.mjs';
import { drawWorkload } from './workload.mjs';

/** Long enough for a busy machine; beyond it something hangs, and the load is given up. */
const patienceMs = 15_000;

export class Tab {
  #index;
  #loads = 0;
  #random;
  #trace;
  /** @type {import('playwright-core').Page | undefined} */
  #page;
  /** @type {import('playwright-core').CDPSession | undefined} */
  #devTools;
  /** @type {(how: string) => void} */
  #end = () => {};
  #isOffline = false;
  isAtWork = false;

  /**
   * @param {number} index
   * @param {{random: import('./Random.mjs').Random, trace: import('./Trace.mjs').Trace}} options
   */
  constructor(index, { random, trace }) {
    this.#index = index;
    this.#random = random;
    this.#trace = trace;
  }

  get index() {
    return this.#index;
  }

  /** The load that the tab shows, or showed last. */
  get name() {
    return nameOfLoad({ tab: this.#index, load: this.#loads });
  }

  /**
   * Loads the page and has it queue messages.
   *
   * @param {import('playwright-core').BrowserContext} context
   * @param {string} address
   * @param {number} count
   * @returns {Promise<{ended: Promise<string>}>} when the page is at work; `ended` tells how the load ended
   */
  async load(context, address, count) {
    this.#loads += 1;
    this.isAtWork = false;
    const order = {
      tab: this.#index,
      load: this.#loads,
      bursts: drawWorkload(this.#random.fork(this.name), count),
    };
    /** @type {Promise<string>} */
    const ended = new Promise((resolve) => (this.#end = resolve));
    // What is asked of a page may stay without an answer when its renderer dies just then.
    const late = setTimeout(this.#end, patienceMs, 'hangs');
    try {
      const how = await Promise.race([this.#start(context, address, order), ended]);
      if (how !== undefined) throw new Error(how);
    } finally {
      clearTimeout(late);
    }
    this.isAtWork = true;
    this.#trace.add(`${this.name} is at work, with ${count} messages`);
    return { ended };
  }

  /**
   * Leaves the page, which rests in the back/forward cache then, and comes back to it.
   * @param {number} afterMs
   */
  async leaveAndReturn(afterMs) {
    const page = this.#page;
    const devTools = this.#devTools;
    if (!page || !devTools) return;
    await page.goto('about:blank');
    await sleep(afterMs);
    const { entries, currentIndex } = await devTools.send('Page.getNavigationHistory');
    await devTools.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1].id });
    const back = await eventually('the page is back', async () => {
      const [address, isAtWork] = await page.evaluate(() => [location.href, 'isAtWork' in window]);
      return address !== 'about:blank' && { isAtWork };
    });
    if (back && back.isAtWork) this.#trace.add(`${this.name} is back from the cache`);
    else this.#end('was not kept in the cache');
  }

  /** The browser does not always tell of a renderer that died, so its page is asked. Frozen ones answer late. */
  async isAlive() {
    const answer = this.#page?.evaluate(() => true).catch(() => false);
    return Promise.race([answer, sleep(patienceMs, false, { ref: false })]);
  }

  /** Its renderer crashes. */
  async crash() {
    // There is no answer to this; that the page is gone is heard from the page.
    this.#devTools?.send('Page.crash').catch(() => undefined);
  }

  /** @param {{runBeforeUnload: boolean}} options */
  async close(options) {
    await this.#page?.close(options);
  }

  /** @param {boolean} isOffline for this tab, and for those that follow it */
  async setOffline(isOffline) {
    this.#isOffline = isOffline;
    const noLimit = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    // Where the tab is just going down, the next one starts as it has to.
    await this.#devTools
      ?.send('Network.emulateNetworkConditions', { offline: isOffline, ...noLimit })
      .catch(() => undefined);
  }

  /** The next load takes place in the same tab. */
  reload() {
    this.#end('is reloaded');
  }

  /**
   * The tab is no more, so that the next load opens a new one.
   * @param {string} how
   * @returns {Promise<void>} when its page does nothing any more, which the next load has to wait for
   */
  async gone(how) {
    // A crashed tab stays open; to close it can fail if the browser is going down as well.
    const closed = this.#page?.close().catch(() => undefined);
    this.#page = undefined;
    this.#devTools = undefined;
    this.isAtWork = false;
    this.#end(how);
    await Promise.race([closed, sleep(patienceMs, undefined, { ref: false })]);
  }

  /** @returns {Promise<Record<string, number>>} how many records each store of the local log holds */
  async readLog() {
    if (!this.#page) throw new Error(`${this.name} is gone`);
    return this.#page.evaluate(() => /** @type {any} */ (window).readLog());
  }

  async logIsEmpty() {
    return Object.values(await this.readLog()).every((records) => records === 0);
  }

  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {string} address
   * @param {import('../page/chaos.js').Order} order
   */
  async #start(context, address, order) {
    // A tab that is still there is being reloaded.
    const page = this.#page ?? (await this.#open(context, order.load));
    await page.goto(address, { timeout: patienceMs });
    if (this.#page !== page) throw new Error('The tab was given up while it loaded.');
    await page.evaluate((what) => /** @type {any} */ (window).work(what), order);
  }

  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {number} load
   */
  async #open(context, load) {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    if (load !== this.#loads) {
      await page.close();
      throw new Error('The tab came too late.');
    }
    const whenGone = (/** @type {string} */ how) => () => this.#page === page && void this.gone(how);
    page.on('crash', whenGone('crashed'));
    page.on('close', whenGone('was closed'));
    page.on('pageerror', ({ stack }) =>
      this.#trace.count('complaints', 'error', `${this.name} threw ${stack}`),
    );
    this.#devTools = devTools;
    this.#page = page;
    await devTools.send('Network.enable');
    await this.setOffline(this.#isOffline);
    return page;
  }
}
