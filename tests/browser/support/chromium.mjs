/** Chromium, as Debian packages it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const executablePath = process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser whose contexts leave nothing behind. */
export function launchBrowser() {
  return chromium.launch({ executablePath, args: quiet });
}

/**
 * A browser of its own that keeps its profile in a folder, and may be killed as a power cut would.
 * The same folder may be opened again afterwards.
 */
export class MortalBrowser {
  #folder;
  #isOurs;
  #killNow = () => void this.kill();
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  /** @type {import('playwright-core').Browser | undefined} */
  #connection;

  /** @param {string} [folder] where the profile is, which is then the caller's to remove */
  constructor(folder = '') {
    this.#folder = folder;
    this.#isOurs = folder === '';
  }

  /** The group of its processes; undefined while it does not run. */
  get processGroup() {
    return this.#process?.pid;
  }

  /** @returns {Promise<import('playwright-core').BrowserContext>} */
  async open() {
    if (this.#folder === '') this.#folder = await mkdtemp(join(tmpdir(), 'holdfast-profile-'));
    process.off('exit', this.#killNow).on('exit', this.#killNow);
    const args = [
      ...quiet,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.#folder}`,
      '--no-default-browser-check',
      '--disable-session-crashed-bubble',
      '--disable-dev-shm-usage',
      'about:blank',
    ];
    // A group of its own, so that all of its processes can be killed at once.
    this.#process = spawn(executablePath, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.#connection = await chromium.connectOverCDP(await addressOf(this.#process));
    return this.#connection.contexts()[0];
  }

  /** SIGKILL to every process of the browser. */
  async kill() {
    const { pid } = this.#process ?? {};
    if (!this.#process || pid === undefined || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    process.kill(-pid, 'SIGKILL');
    await ended;
    this.#process = undefined;
    await this.#connection?.close().catch(() => undefined);
  }

  async dispose() {
    await this.kill();
    process.off('exit', this.#killNow);
    if (this.#isOurs)
      await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} browser
 * @returns {Promise<string>} where it takes commands
 */
function addressOf(browser) {
  return new Promise((resolve, reject) => {
    let output = '';
    browser.once('exit', (code, signal) =>
      reject(new Error(`Chromium ended (${code ?? signal}):\n${output}`)),
    );
    browser.once('error', reject);
    browser.stderr?.on('data', (bytes) => {
      output += bytes;
      const found = /^DevTools listening on (ws:\S+)/m.exec(output);
      if (found) resolve(found[1]);
    });
  });
}
