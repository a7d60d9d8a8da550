/** The browser, with its profile on the disk: a private window would keep IndexedDB in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { MeasuredPage } from './MeasuredPage.mjs';

const executablePath = process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Lab {
  #site;
  #profile = '';
  /** @type {import('playwright-core').BrowserContext | undefined} */
  #context;

  /** @param {{originOf: (place: string) => string}} site which serves the page under many origins */
  constructor(site) {
    this.#site = site;
  }

  async open() {
    this.#profile = await mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
    this.#context = await chromium.launchPersistentContext(this.#profile, { executablePath, args });
  }

  /**
   * A page of the place, with one contestant in it.
   * @param {{place: string, contestant: string}} what `place`: pages of one place share their storage
   */
  async newPage({ place, contestant }) {
    const page = await this.#browser.newPage();
    const measured = new MeasuredPage(page, await this.#browser.newCDPSession(page));
    await measured.load(this.#site.originOf(place), contestant);
    return measured;
  }

  /** Deletes all that the pages of a place have stored. @param {string} place */
  async clear(place) {
    const [page] = this.#browser.pages();
    const session = await this.#browser.newCDPSession(page);
    const origin = this.#site.originOf(place);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
    await session.detach();
  }

  async close() {
    await this.#context?.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  get #browser() {
    if (!this.#context) throw new Error('The browser is not open.');
    return this.#context;
  }
}
