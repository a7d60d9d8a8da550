/** What a round takes place in: the server behind its bad network, the browser, its tabs; and how each is hurt. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Backend } from '../../browser/support/Backend.mjs';
import { MortalBrowser } from '../../browser/support/chromium.mjs';
import { eventually } from '../../browser/support/eventually.mjs';
import { FaultProxy } from './FaultProxy.mjs';
import { Tab } from './Tab.mjs';
import { conversationId } from './messages.mjs';
import { renderersOf, signal } from './renderers.mjs';
import { conversations, messagesPerTab, tabs } from './shape.mjs';

/** A tab is looked at often, and asked whether it lives some seconds apart. */
const looksPerQuestion = 200;

export class Scene {
  #folder;
  #random;
  #trace;
  #backend;
  #browser;
  /** @type {Promise<import('playwright-core').BrowserContext>} */
  #context = Promise.reject(new Error('The browser was not started yet.'));
  #serverIsUp = true;
  #serverLog = '';
  /** What was hurt for a while comes back by itself. @type {Promise<unknown>[]} */
  #repairs = [];
  #isCalm = false;
  #isClosed = false;
  /** @type {Promise<void>[]} */
  #atWork = [];

  /**
   * @param {object} options
   * @param {string} options.folder for the profile and the database; it is made anew
   * @param {string} options.page the folder that holds the built page
   * @param {import('./Random.mjs').Random} options.random
   * @param {import('./Trace.mjs').Trace} options.trace
   * @param {import('./Ledger.mjs').Ledger} options.ledger
   */
  constructor({ folder, page, random, trace, ledger }) {
    this.#folder = folder;
    this.#random = random.fork('scene');
    this.#trace = trace;
    this.ledger = ledger;
    this.#backend = new Backend({ page, folder });
    this.#browser = new MortalBrowser(join(folder, 'profile'));
    this.proxy = new FaultProxy({ random: random.fork('network'), trace });
    this.tabs = Array.from(
      { length: tabs },
      (_, index) => new Tab(index, { random: random.fork(`tab ${index}`), trace }),
    );
    this.#context.catch(() => undefined);
  }

  async open() {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
    await this.#backend.start();
    await this.proxy.listen(this.#backend.url);
    for (let index = 0; index < conversations; index += 1)
      await this.#createConversation(conversationId(index));
    this.#startBrowser();
    await this.#context;
    this.#atWork = this.tabs.map((tab) => this.#keepAtWork(tab));
    for (const work of this.#atWork) work.catch(() => undefined);
    await eventually('the tabs are at work', () => this.tabs.every(({ isAtWork }) => isAtWork));
  }

  /** Faults end, and what is down comes up. */
  async heal() {
    this.proxy.setWeather(undefined);
    this.ledger.clearTraps();
    await Promise.all(this.#repairs);
    this.#isCalm = true;
    this.#trace.add('all faults have ended');
  }

  /** Resolves when each tab has queued all that it has to, and the network keeps nothing back. */
  async finishWork() {
    await Promise.all(this.#atWork);
    await this.proxy.quiet();
  }

  /**
   * All tabs are closed, and one is opened that queues nothing.
   * @returns {Promise<Tab>}
   */
  async reopen() {
    for (const tab of this.tabs) await tab.close({ runBeforeUnload: false });
    const last = new Tab(tabs, { random: this.#random, trace: this.#trace });
    await last.load(await this.#context, this.#address, 0);
    return last;
  }

  /** @returns {Promise<import('./judge.mjs').Row[]>} */
  stored() {
    return this.#backend.stored();
  }

  get serverLog() {
    return this.#serverLog + this.#backend.errors();
  }

  async dispose() {
    this.#isClosed = true;
    await Promise.allSettled([this.#browser.dispose(), this.proxy.close(), ...this.#repairs]);
    await this.#backend.dispose();
  }

  /** @param {number} forMs */
  async killServer(forMs) {
    if (!this.#serverIsUp) return;
    this.#serverIsUp = false;
    this.#trace.count('blows', 'server', `the server is killed, for ${forMs} ms`);
    const killed = this.#backend.kill();
    this.#repair(async () => {
      await killed;
      this.#serverLog += this.#backend.errors();
      await sleep(forMs);
      await this.#backend.start();
      this.#serverIsUp = true;
      this.#trace.add('the server is back');
    });
    await killed;
  }

  async killBrowser() {
    const context = this.#context;
    // One that is just being started cannot be killed before it is there.
    await context;
    if (context !== this.#context) return; // Another blow was faster.
    this.#trace.count('blows', 'browser', 'the browser is killed');
    const killed = this.#browser.kill();
    for (const tab of this.tabs) tab.gone('was killed with its browser');
    this.#startBrowser(killed);
    await killed;
  }

  async killRenderer() {
    const pid = await this.#pickRenderer();
    if (pid === undefined) return;
    this.#trace.count('blows', 'renderer', `the renderer ${pid} is killed`);
    signal(pid, 'SIGKILL');
  }

  /** @param {number} forMs */
  async freezeRenderer(forMs) {
    const pid = await this.#pickRenderer();
    if (pid === undefined) return;
    this.#trace.count('blows', 'frozen', `the renderer ${pid} is frozen, for ${forMs} ms`);
    signal(pid, 'SIGSTOP');
    this.#repair(async () => {
      await sleep(forMs);
      signal(pid, 'SIGCONT');
    });
  }

  /** Another program writes to the database, so that the server has to refuse. @param {number} forMs */
  async lockDatabase(forMs) {
    this.#trace.count('blows', 'locked', `the database is locked, for ${forMs} ms`);
    const holder = spawn('sqlite3', ['-cmd', '.timeout 5000', this.#backend.database], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = once(holder, 'exit');
    holder.stdin.write('BEGIN IMMEDIATE;\n');
    this.#repair(async () => {
      await sleep(forMs);
      holder.stdin.end();
      await ended;
    });
  }

  /** @param {number} forMs */
  goOffline(forMs) {
    this.#trace.count('blows', 'offline', `the browser is offline, for ${forMs} ms`);
    const setOffline = (/** @type {boolean} */ isOffline) =>
      Promise.all(this.tabs.map((tab) => tab.setOffline(isOffline)));
    // A frozen tab answers when it is thawed, and that is not waited for.
    void setOffline(true);
    this.#repair(async () => {
      await sleep(forMs);
      void setOffline(false);
      this.#trace.add('the browser is online');
    });
  }

  /** A process that renders one tab or several, or stands ready to. */
  async #pickRenderer() {
    await this.#context;
    const renderers = renderersOf(this.#browser.processGroup);
    return renderers.length > 0 ? this.#random.pick(renderers) : undefined;
  }

  get #address() {
    return `${this.proxy.url}/chaos.html`;
  }

  /** @param {() => Promise<void>} work */
  #repair(work) {
    const done = work();
    done.catch(() => undefined);
    this.#repairs.push(done);
  }

  /** @param {Promise<void>} [killed] the one before it */
  #startBrowser(killed) {
    const start = async () => {
      await killed;
      const context = await this.#browser.open();
      await context.exposeBinding('reportToTest', (_source, load, report) =>
        this.ledger.record(load, report),
      );
      return context;
    };
    this.#context = start();
    // The tabs are told of a browser that does not start.
    this.#context.catch(() => undefined);
  }

  /** @param {string} id */
  async #createConversation(id) {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ id, title: id });
    const answer = await fetch(`${this.proxy.url}/conversation/create`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`The conversation was refused: ${await answer.text()}`);
  }

  /** Loads the tab again and again, until nothing more happens to it and all it has to queue is durable. @param {Tab} tab */
  async #keepAtWork(tab) {
    const left = () => Math.max(0, messagesPerTab - this.ledger.promisedTo(tab.index));
    const isDone = () => this.#isClosed || (this.#isCalm && left() === 0);
    while (!isDone()) {
      const context = await this.#context;
      try {
        const { ended } = await tab.load(context, this.#address, left());
        let how = '';
        void ended.then((end) => (how = end));
        for (let looks = 1; how === '' && !isDone(); looks += 1) {
          await sleep(25);
          if (looks % looksPerQuestion === 0 && !(await tab.isAlive())) tab.gone('died unheard');
        }
        if (how !== '') this.#trace.add(`${tab.name} ${how}; ${left()} messages are left`);
      } catch (error) {
        this.#trace.add(`${tab.name} could not load: ${String(error).split('\n')[0]}`);
        // Two loads of one tab at once would have no order.
        await tab.gone('could not load');
        await sleep(100);
      }
      await sleep(this.#random.between(0, 400));
    }
  }
}
