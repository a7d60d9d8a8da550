/** Performs scenarios in one engine, one after the other, in one browser that each of them may end. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MortalBrowser } from './MortalBrowser.mjs';
import { PageServer } from './PageServer.mjs';
import { World } from './World.mjs';

const outputFolder = fileURLToPath(new URL('../../../build/test-output/engines', import.meta.url));

const patienceMs = 60_000;

/** What is known not to come about is not waited for long. */
const defectPatienceMs = 4000;

/**
 * @typedef {object} Scenario
 * @property {string} sentence what holds
 * @property {(world: World) => Promise<void>} body
 * @property {string} [defect] why it does not hold yet, in any engine
 */

export class Stage {
  #engine;
  #browser;

  /** @param {import('./Browser.mjs').Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#browser = new MortalBrowser(engine);
  }

  /**
   * A test's body: the scenario in a world of its own, which is taken down whatever happens.
   * @param {Scenario} scenario
   * @returns {(t: import('node:test').TestContext) => Promise<void>}
   */
  perform({ sentence, body, defect }) {
    return async (t) => {
      const pages = await new PageServer().start();
      const patience = { timeoutMs: defect === undefined ? patienceMs : defectPatienceMs };
      const world = new World(pages, this.#browser, patience);
      try {
        await world.backend.start();
        await body(world);
        world.assertNoComplaints();
      } catch (error) {
        t.diagnostic(`see ${await this.#report(sentence, error, world)}`);
        throw error;
      } finally {
        await world.dispose();
      }
    };
  }

  dispose() {
    return this.#browser.dispose();
  }

  /**
   * @param {string} sentence
   * @param {unknown} cause
   * @param {World} world
   */
  async #report(sentence, cause, world) {
    await mkdir(outputFolder, { recursive: true });
    const name = `${this.#engine.name} ${sentence}`.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
    const file = join(outputFolder, `${name.slice(0, 120)}.txt`);
    const failure = cause instanceof Error ? cause.stack : cause;
    await writeFile(file, `${failure}\n\n${await world.describe()}\n`);
    return file;
  }
}
