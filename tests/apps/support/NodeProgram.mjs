/** A server of an app's own in Node, on one port, however often it is killed and started again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from '../../browser/support/eventually.mjs';

/** @returns {Promise<number>} a port that was free a moment ago */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class NodeProgram {
  #app;
  #args;
  #port;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  #killNow = () => void this.#process?.kill('SIGKILL');

  /**
   * @param {import('./FreshApp.mjs').FreshApp} app
   * @param {(port: string) => string[]} args of Node, in the app's folder
   * @param {number} port
   */
  constructor(app, args, port) {
    this.#app = app;
    this.#args = args;
    this.#port = port;
  }

  /** @param {import('./FreshApp.mjs').FreshApp} app @param {(port: string) => string[]} args */
  static async onFreePort(app, args) {
    return new NodeProgram(app, args, await freePort());
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** @param {Record<string, string>} [env] added to the environment */
  async start(env) {
    let output = '';
    const program = spawn(process.execPath, this.#args(`${this.#port}`), {
      cwd: this.#app.folder,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = program;
    process.off('exit', this.#killNow).on('exit', this.#killNow);
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (bytes) => (output += bytes));
    await eventually('it listens', async () => {
      if (program.exitCode !== null) throw new Error(`it ended: ${output}`);
      return (await fetch(this.url)).ok;
    });
  }

  /** SIGKILL: nothing is finished, nothing is said. */
  async kill() {
    process.off('exit', this.#killNow);
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    this.#process = undefined;
  }
}
