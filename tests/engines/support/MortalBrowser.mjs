/** A browser that may end and be started again on the same profile. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Browser } from './Browser.mjs';

export class MortalBrowser {
  #engine;
  #profile = '';
  #removeProfile = () =>
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  /** @type {Browser | undefined} */
  #browser;

  /** @param {import('./Browser.mjs').Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** Opens a tab; the browser is started for it if it does not run. @param {import('./Tab.mjs').Tab} tab */
  async open(tab) {
    if (this.#profile === '') {
      this.#profile = await mkdtemp(join(tmpdir(), 'holdfast-profile-'));
      process.once('exit', this.#removeProfile);
    }
    this.#browser ??= await Browser.launch(this.#engine, this.#profile);
    return this.#browser.open(tab);
  }

  /** SIGKILL: nothing is finished, nothing is said. */
  async kill() {
    await this.#browser?.kill();
    this.#browser = undefined;
  }

  /** As its person would end it. */
  async close() {
    await this.#browser?.close();
    this.#browser = undefined;
  }

  async dispose() {
    await this.kill();
    if (this.#profile === '') return;
    process.off('exit', this.#removeProfile);
    this.#removeProfile();
  }
}
