/** A Node that decodes, beside the one that runs the bench: nothing else is compiled or kept in it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../../../scripts/lib/Problem.mjs';

const program = fileURLToPath(new URL('main.js', import.meta.url));

/** @typedef {{result?: any, error?: string}} Answer */

export class NodeStage {
  #process = fork(program);
  /** Takes the answer to the step that is under way. @type {(answer: Answer) => void} */
  #answered = () => {};

  constructor() {
    this.#process.on('message', (answer) => this.#answered(/** @type {Answer} */ (answer)));
    this.#process.on('exit', (code, signal) => this.#answered({ error: `it ended with ${signal ?? code}` }));
  }

  /**
   * @param {string} name
   * @param {...unknown} given
   * @returns {Promise<any>}
   */
  async step(name, ...given) {
    /** @type {Answer} */
    const { result, error } = await new Promise((resolve) => {
      this.#answered = resolve;
      this.#process.send([name, ...given]);
    });
    if (error) throw new Problem(`${name} failed in Node: ${error}`);
    return result;
  }

  async close() {
    if (!this.#process.connected) return;
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }
}
