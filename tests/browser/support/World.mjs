/** What one scenario runs in: a backend, browsers, and pages that are listened to. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Backend } from './Backend.mjs';
import { ChatPage } from './ChatPage.mjs';
import { MortalBrowser, launchBrowser } from './chromium.mjs';

const outputFolder = fileURLToPath(new URL('../../../build/test-output/browser', import.meta.url));

/** Runs in the page, before its own scripts. */
function watchPolicy() {
  document.addEventListener(
    'securitypolicyviolation',
    ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      console.error(`[policy] ${violatedDirective} blocked ${blockedURI} at ${sourceFile}:${lineNumber}`),
  );
}

/** @typedef {{page: import('playwright-core').Page, lines: string[]}} Heard */

export class World {
  /** @type {Heard[]} */
  #heard = [];
  /** @type {(() => Promise<unknown>)[]} */
  #cleanups = [];
  /** @type {import('playwright-core').Browser | undefined} */
  #browser;

  /** @param {ConstructorParameters<typeof Backend>[0]} options */
  constructor(options) {
    this.backend = new Backend(options);
    this.#cleanups.push(() => this.backend.dispose());
    this.newContext = this.newContext.bind(this);
    this.newPage = this.newPage.bind(this);
    this.newTab = this.newTab.bind(this);
    this.mortalBrowser = this.mortalBrowser.bind(this);
  }

  /** @param {import('playwright-core').BrowserContextOptions} [options] */
  async newContext(options) {
    if (!this.#browser) {
      const browser = (this.#browser = await launchBrowser());
      this.#cleanups.push(() => browser.close());
    }
    return this.#browser.newContext(options);
  }

  mortalBrowser() {
    const browser = new MortalBrowser();
    this.#cleanups.push(() => browser.dispose());
    return browser;
  }

  /**
   * A new tab on the chat page, or on another path of the backend's.
   * @param {import('playwright-core').BrowserContext} context
   * @param {string} [path]
   */
  async newTab(context, path = '/') {
    const page = await this.newPage(context);
    const chat = new ChatPage(page);
    await chat.goto(new URL(path, this.backend.url).href);
    return chat;
  }

  /** @param {import('playwright-core').BrowserContext} context a tab that is listened to, with nothing in it */
  async newPage(context) {
    const page = await context.newPage();
    /** @type {string[]} */
    const lines = [];
    this.#heard.push({ page, lines });
    page.on('console', (message) => lines.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => lines.push(`[pageerror] ${error.stack ?? error}`));
    page.on('crash', () => lines.push('[pageerror] the page crashed'));
    await page.addInitScript(watchPolicy);
    return page;
  }

  /** No page broke its Content-Security-Policy, and no error went uncaught. */
  assertCleanPages() {
    const bad = /^\[pageerror\]|\[policy\]|Content[- ]Security[- ]Policy/i;
    const found = this.#heard.flatMap(({ lines }) => lines.filter((line) => bad.test(line)));
    if (found.length > 0)
      throw new Error(`A page broke its policy or left an error uncaught:\n${found.join('\n')}`);
  }

  /**
   * Writes down what there is to see when a scenario has failed.
   * @param {string} name
   * @param {unknown} cause
   */
  async report(name, cause) {
    const folder = join(outputFolder, name.replace(/[^a-z0-9]+/gi, '-').toLowerCase());
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const messages = await this.backend.stored().catch(String);
    const failure = cause instanceof Error ? cause.stack : cause;
    const server = `${failure}\n\nserver:\n${this.backend.errors()}\n\ndatabase:\n${JSON.stringify(messages, null, 1)}\n`;
    await writeFile(join(folder, 'failure.txt'), server);
    for (const [index, { page, lines }] of this.#heard.entries()) {
      const state = page.isClosed() ? 'closed' : await describe(page);
      await writeFile(join(folder, `page-${index + 1}.txt`), `${state}\n\nconsole:\n${lines.join('\n')}\n`);
      if (page.isClosed()) continue;
      await page
        .screenshot({ path: join(folder, `page-${index + 1}.png`), timeout: 5000 })
        .catch(() => undefined);
    }
    return folder;
  }

  async dispose() {
    const ends = await Promise.allSettled(this.#cleanups.reverse().map((cleanup) => cleanup()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

/** @param {import('playwright-core').Page} page */
async function describe(page) {
  const read = page.evaluate(() => ({
    address: location.href,
    status: Array.from(
      document.querySelectorAll('[data-status]'),
      (item) => `${item.textContent} (${item.title})`,
    ),
    messages: Array.from(
      document.querySelectorAll('article[data-message-id]'),
      ({ dataset, textContent }) =>
        `${dataset.role} ${dataset.state} ${dataset.messageStatus}: ${textContent?.slice(0, 60)}`,
    ),
  }));
  // A page that hangs answers nothing.
  const patience = sleep(5000, 'it hangs', { ref: false });
  return JSON.stringify(await Promise.race([read.catch(String), patience]), null, 1);
}

/**
 * A test's body in a world of its own, which is taken down whatever happens.
 *
 * @param {(world: World) => Promise<void>} body
 * @param {ConstructorParameters<typeof Backend>[0]} [options]
 * @returns {(t: import('node:test').TestContext) => Promise<void>}
 */
export function inWorld(body, options) {
  return async (t) => {
    const world = new World(options);
    try {
      await world.backend.start();
      await body(world);
      world.assertCleanPages();
    } catch (error) {
      t.diagnostic(`see ${await world.report(t.name, error)}`);
      throw error;
    } finally {
      await world.dispose();
    }
  };
}
