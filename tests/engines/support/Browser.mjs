/**
 * A browser with its profile in a folder. It is driven by its own pages alone: a first tab, the lobby, opens
 * the others. So what is tested is the browser that people run, with nothing attached to it, in the same way
 * in every engine.
 */
import { PageServer } from './PageServer.mjs';
import { ProcessGroup } from './processGroup.mjs';

const patienceMs = 15_000;
const startPatienceMs = 30_000;
const startAttempts = 2;

/**
 * @typedef {{command: string, args: string[], env?: Record<string, string>}} CommandLine
 * @typedef {object} Engine
 * @property {string} name
 * @property {(profile: string, url: string) => Promise<CommandLine>} commandLine starts it on a page
 * @property {() => Promise<string>} version
 */

export class Browser {
  #process;
  #lobbyServer;
  #lobby;
  /** @type {import('./Tab.mjs').Tab[]} */
  #tabs = [];

  /**
   * @param {ProcessGroup} group
   * @param {PageServer} lobbyServer
   * @param {import('./Tab.mjs').Tab} lobby
   */
  constructor(group, lobbyServer, lobby) {
    this.#process = group;
    this.#lobbyServer = lobbyServer;
    this.#lobby = lobby;
  }

  /**
   * Starts it and waits for its first page. On a busy machine a browser now and then shows none, and says nothing
   * of it: then it is ended, and started once more.
   * @param {Engine} engine
   * @param {string} profile a folder, empty at first
   */
  static async launch(engine, profile) {
    for (let attempt = 1; ; attempt += 1) {
      const server = await new PageServer().start();
      const lobby = server.newTab('lobby');
      const { command, args, env } = await engine.commandLine(profile, lobby.url);
      const group = new ProcessGroup(command, args, env);
      const browser = new Browser(group, server, lobby);
      if (await lobby.comes(startPatienceMs)) return browser;
      await browser.kill();
      const complaint = `${engine.name} did not show its first page; it wrote:\n${group.output}`;
      if (attempt === startAttempts) throw new Error(complaint);
      console.error(complaint);
    }
  }

  /** @param {import('./Tab.mjs').Tab} tab */
  async open(tab) {
    await this.#lobby.evaluate((url) => void window.open(url, '_blank', 'noopener'), tab.url);
    await tab.loaded();
    this.#tabs.push(tab);
    return tab;
  }

  /** SIGKILL to every process of the browser: nothing is finished, nothing is said. */
  async kill() {
    await this.#process.kill();
    await this.#lobbyServer.close();
  }

  /** Closes tab after tab, and the browser with the last one. */
  async close() {
    for (const tab of this.#tabs) await tab.close();
    await this.#lobby.close();
    if (!(await this.#process.end(patienceMs))) {
      this.#process.ask();
      await this.#process.end(patienceMs);
    }
    await this.kill();
  }
}
