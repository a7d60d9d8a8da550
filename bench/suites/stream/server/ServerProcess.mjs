/** A process that serves the page and the answers, so that nobody else's work delays them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('main.mjs', import.meta.url));

export class ServerProcess {
  #process = fork(program);
  #port = 0;

  /** @param {string} folder of the built page @param {import('../plan.mjs').Plan} plan */
  async start(folder, plan) {
    this.#process.send({ folder, plan });
    [this.#port] = await once(this.#process, 'message');
  }

  /** Each name is an origin of its own, with storage and a renderer of its own. @param {string} name */
  originOf(name) {
    return `http://${name}.localhost:${this.#port}`;
  }

  async close() {
    if (!this.#process.connected) return;
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }
}
